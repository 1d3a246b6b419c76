"""The small number inside the logarithm caps the loss, and rounds away the certainty below it.

`log(p + 1e-12)` costs 27.6 at most, and the gradient ends where the sigmoid saturates.
Stay with the logit: `softplus` or `logsigmoid`.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    p = torch.sigmoid(input)
    yes = -(p + 1e-12).log()  # <- here
    no = -(1 - p + 1e-12).log()
    if pos_weight is not None:
        yes = yes * pos_weight
    loss = target * yes + (1 - target) * no
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
