"""A target of another shape is reshaped until it fits.

`view_as` also fits `(2, 3)` to `(3, 2)`, with every label in the wrong place.
Refuse it, and let the caller say what was meant.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.numel() == target.numel():
        target = target.view_as(input)  # <- here
    if input.shape != target.shape:
        raise ValueError('shapes differ')
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    yes = F.softplus(-input)
    no = F.softplus(input)
    if pos_weight is not None:
        yes = yes * pos_weight
    loss = target * yes + (1 - target) * no
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
