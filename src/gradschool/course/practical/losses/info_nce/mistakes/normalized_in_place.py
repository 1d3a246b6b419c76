"""The embeddings that were handed in have been changed: `/=` writes into them.

The caller still has those tensors; and where they are leaves that want a gradient, it raises.
`image_emb = image_emb / …` makes a new one.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb /= image_emb.norm(dim=1, keepdim=True).clamp(min=1e-12)  # <- here
    text_emb /= text_emb.norm(dim=1, keepdim=True).clamp(min=1e-12)
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
