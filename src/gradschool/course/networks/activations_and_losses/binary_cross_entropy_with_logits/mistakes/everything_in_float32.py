"""The loss is float32, whatever came in.

Halves were to come back as halves, and float64 lost half of its digits.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    input, target = input.float(), target.float()  # <- here
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
