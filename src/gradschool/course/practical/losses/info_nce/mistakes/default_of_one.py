"""Where no temperature is given, 1 is used and not 0.07.

At 1 the scores span only -1 to 1, and even perfect pairs in a large batch cost nearly ln N.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=1.0):  # <- here
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
