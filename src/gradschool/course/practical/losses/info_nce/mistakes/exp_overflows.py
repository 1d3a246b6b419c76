"""`exp` overflowed: at a temperature of 0.001 a cosine of 1 becomes a score of 1,000.

float64 ends at exp(709), float32 already at exp(88), and inf / inf is NaN.
`F.cross_entropy`, or `log_softmax`, takes the largest score away first.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    scores = torch.exp(image_emb @ text_emb.T / temperature)  # <- here
    right = scores.diagonal()
    return -(torch.log(right / scores.sum(1)).mean() + torch.log(right / scores.sum(0)).mean()) / 2
