"""Only one direction was computed: pictures pick captions, and no caption ever picks its picture.

One call of `cross_entropy`, or two on the same table, reads it along the rows.
A caption that is everybody's second choice then costs nothing.
The other half is the same on `logits.T`.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return F.cross_entropy(logits, own)  # <- here
