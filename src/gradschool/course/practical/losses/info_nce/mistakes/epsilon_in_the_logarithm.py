"""A small number inside the logarithm keeps the loss finite, and wrong.

`log(p + 1e-8)` can't fall below -18.4, so the worst pairs all cost the same, and their gradient is 0: they never improve.
Use `log_softmax`, or `F.cross_entropy` on the scores.
"""

import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    image_emb = F.normalize(image_emb, dim=1)
    text_emb = F.normalize(text_emb, dim=1)
    logits = image_emb @ text_emb.T / temperature
    along_rows = (logits.softmax(1).diagonal() + 1e-8).log()  # <- here
    along_columns = (logits.softmax(0).diagonal() + 1e-8).log()
    return -(along_rows.mean() + along_columns.mean()) / 2
