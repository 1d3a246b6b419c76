"""The batch was summed, not averaged.

A batch twice as large would make twice the step, on top of the ln N that a larger batch costs anyway.
`reduction="mean"` is the default of `cross_entropy`.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    total = F.cross_entropy(logits, own, reduction="sum") + F.cross_entropy(logits.T, own, reduction="sum")  # <- here
    return total / 2
