"""`pos_weight` is accepted and ignored.

Multiply the part of the yes with it before the two parts meet.
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
        pass  # <- here
    loss = target * yes + (1 - target) * no
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
