"""The logarithm of a probability that was rounded to 0 is -inf.

At a temperature of 0.001 the right caption can lie a thousand below the best one; its probability underflows, and the loss is infinite just where it has most to say.
`log_softmax` never forms the probability, nor does `F.cross_entropy`.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    along_rows = logits.softmax(1).diagonal().log()  # <- here
    along_columns = logits.softmax(0).diagonal().log()
    return -(along_rows.mean() + along_columns.mean()) / 2
