"""The logarithms are clamped at −100, as in `BCELoss`: a logit of 200 costs 100 and has no gradient.

That is what `sigmoid` and `BCELoss` do together, and why there is a loss that takes logits.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    p = torch.sigmoid(input)  # <- here
    yes = -p.log().clamp(min=-100)
    no = -(1 - p).log().clamp(min=-100)
    if pos_weight is not None:
        yes = yes * pos_weight
    loss = target * yes + (1 - target) * no
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
