"""The right caption is missing from the denominator.

Without it the fraction is no probability: the loss falls below 0 and never stops rewarding pairs that agree already.
The sum runs over all N, the own one included.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    right = logits.diagonal()
    others = logits.masked_fill(torch.eye(len(logits), dtype=torch.bool), float("-inf"))  # <- here
    return ((others.logsumexp(1) - right).mean() + (others.logsumexp(0) - right).mean()) / 2
