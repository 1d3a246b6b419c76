"""The captions were detached, so only the pictures learn.

Targets are constants in many losses; here each side is the other's target, and both networks train.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb.detach(), dim=1)  # <- here
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
