"""All the rows were divided by one number, the norm of the whole matrix.

`norm()` without `dim` is a single length.
The rows keep their differences, and all of them shrink with the size of the batch.
Ask for `norm(dim=1, keepdim=True)`.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = image_emb / image_emb.norm().clamp(min=1e-12)
    text_emb = text_emb / text_emb.norm().clamp(min=1e-12)  # <- here
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
