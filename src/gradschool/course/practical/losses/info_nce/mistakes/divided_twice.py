"""The temperature was divided out of both factors, so the cosines are divided by its square.

At 0.07 they reach ±204 rather than ±14.
Divide the product, once.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1) / temperature
    text_emb = F.normalize(text_emb, dim=1) / temperature  # <- here
    logits = image_emb @ text_emb.T
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
