"""A picture has to choose among the other pictures as well as among the captions.

That is NT-Xent, the loss of SimCLR, where both kinds are views of the same picture.
CLIP compares across: N choices, not 2N - 1.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    both = F.normalize(torch.cat([image_emb, text_emb]), dim=1)
    logits = both @ both.T / temperature  # <- here
    logits = logits.masked_fill(torch.eye(len(logits), dtype=torch.bool), float("-inf"))
    partner = torch.arange(len(logits)).roll(len(image_emb))
    return F.cross_entropy(logits, partner)
