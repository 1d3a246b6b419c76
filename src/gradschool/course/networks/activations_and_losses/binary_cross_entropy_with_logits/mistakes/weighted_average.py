"""The mean divides by the sum of the weights; here it divides by the number of elements.

`cross_entropy` averages over its class weights, `binary_cross_entropy_with_logits` does not: `pos_weight` scales the loss.
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
    if reduction == "mean":
        scale = 1 if pos_weight is None else pos_weight
        loss = loss.sum() / (target * scale + 1 - target).sum()  # <- here
    elif reduction == "sum":
        loss = loss.sum()
    return loss
