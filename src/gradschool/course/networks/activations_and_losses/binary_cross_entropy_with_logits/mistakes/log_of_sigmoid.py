"""The logarithm of a sigmoid is −inf as soon as the sigmoid rounds to 0 or 1.

In float32 that is at a logit of about 17 on the one side and −104 on the other.
`logsigmoid` and `softplus` never form the probability.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    p = torch.sigmoid(input)  # <- here
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
