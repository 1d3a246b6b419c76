"""A misspelled `reduction` is accepted in silence.

Compare with the three names and raise a `ValueError` otherwise.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    yes = F.softplus(-input)
    no = F.softplus(input)
    if pos_weight is not None:
        yes = yes * pos_weight
    loss = target * yes + (1 - target) * no
    if reduction == "mean":  # <- here
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
