"""The cosines were multiplied by `exp(temperature)`.

CLIP's code does this with a parameter called `logit_scale`, which is the logarithm of *one over* the temperature.
Here it is the temperature that comes in: divide by it.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    scale = torch.as_tensor(temperature).exp()  # <- here
    logits = image_emb @ text_emb.T * scale
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
