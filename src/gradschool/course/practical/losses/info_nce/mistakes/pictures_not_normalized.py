"""The captions have length 1 now, and the pictures still have their own.

A cosine divides by both lengths.
A picture with a long embedding would be surer of all its answers, right or wrong.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    text_emb = F.normalize(text_emb, dim=1)  # <- here
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
