"""Each feature was normalized over the batch; each embedding has to be, over its features.

`dim=0` runs down a column, from example to example, and then what one picture looks like depends on the others in its batch.
A row is one embedding: `dim=1`.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=0)
    text_emb = F.normalize(text_emb, dim=0)  # <- here
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
