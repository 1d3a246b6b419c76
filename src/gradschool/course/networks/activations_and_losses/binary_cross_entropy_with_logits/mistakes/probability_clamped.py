"""The clamped probability caps the loss at about 16, and its gradient is 0 there.

A clamp passes no gradient outside its limits, so the model is not corrected where it is certain and wrong.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    p = torch.sigmoid(input).clamp(1e-7, 1 - 1e-7)  # <- here
    yes = -p.log()
    no = -(1 - p).log()
    if pos_weight is not None:
        yes = yes * pos_weight
    loss = target * yes + (1 - target) * no
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
