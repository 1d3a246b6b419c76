"""The *table* was made symmetric; the *loss* has to be.

Averaging the logits with their transpose mixes "picture 1 with caption 2" and "picture 2 with caption 1", two different pairs, before the softmax sees either of them.
Take two cross-entropies, and average those.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return F.cross_entropy((logits + logits.T) / 2, own)  # <- here
