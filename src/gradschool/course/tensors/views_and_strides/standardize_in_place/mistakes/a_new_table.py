"""You returned a new table and left `x` as it was.

`x = x - mean` gives the *name* `x` to another tensor; the caller still holds the old one.
Write into it: `x.sub_(mean)`, `x -= mean`.
"""
import torch


def standardize_(x, eps=1e-5):
    x = x - x.mean(0)  # <- here
    return x / torch.sqrt(x.var(0, correction=0) + eps)  # <- here
