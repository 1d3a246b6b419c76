"""Pictures were compared with pictures and captions with captions.

On the diagonal of such a table every cosine is 1 whatever the networks do, and no picture ever meets a caption.
The table is `image_emb @ text_emb.T`.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    images = image_emb @ image_emb.T / temperature  # <- here
    texts = text_emb @ text_emb.T / temperature
    own = torch.arange(len(images))
    return (F.cross_entropy(images, own) + F.cross_entropy(texts, own)) / 2
