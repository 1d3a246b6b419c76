"""Each pair was pulled together, and nothing was pushed apart.

The mean of 1 - cosine is lowest when *all* embeddings are the same vector, and that is what the networks will find.
The other N - 1 captions belong in the denominator.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    return ((1 - (image_emb * text_emb).sum(1)) / temperature).mean()  # <- here
