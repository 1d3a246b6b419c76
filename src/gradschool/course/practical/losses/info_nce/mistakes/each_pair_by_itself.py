"""Each of the N² cells was judged by itself, as a yes or a no.

Binary cross-entropy on the table is the idea of SigLIP, which adds a learned bias.
InfoNCE lets the cells of a row compete: only differences between them count, which is what softmax does.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    return F.binary_cross_entropy_with_logits(logits, torch.eye(len(logits), dtype=logits.dtype))  # <- here
