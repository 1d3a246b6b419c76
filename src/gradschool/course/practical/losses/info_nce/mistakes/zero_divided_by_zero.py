"""An embedding of zeros was divided by its length, 0.

0 / 0 is NaN; it is in a row and a column of the table, and through the sums in every gradient of the batch.
`F.normalize` divides by at least 1e-12.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = image_emb / image_emb.norm(dim=1, keepdim=True)
    text_emb = text_emb / text_emb.norm(dim=1, keepdim=True)  # <- here
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
