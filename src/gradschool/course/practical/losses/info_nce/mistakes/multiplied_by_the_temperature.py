"""The cosines were multiplied by the temperature.

Cosines lie between -1 and 1; at 0.07 they are squeezed into ±0.07, and the loss can't leave the neighborhood of ln N.
Dividing spreads them to ±14, so that a decision is possible.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T * temperature  # <- here
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
