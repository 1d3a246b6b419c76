"""Only one direction was computed: captions pick pictures, and no picture ever picks its caption.

The transposed table is half of the loss; the other half is the table as it stands.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = text_emb @ image_emb.T / temperature
    own = torch.arange(len(logits))
    return F.cross_entropy(logits, own)  # <- here
