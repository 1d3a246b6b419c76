"""The scores are minus the squared distances, not the cosines.

For vectors of length 1 that is 2 · cosine - 2: the 2 in front halves the temperature, and the -2 cancels.
Take the product of the two matrices.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = -(image_emb[:, None] - text_emb[None]).square().sum(-1) / temperature  # <- here
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
