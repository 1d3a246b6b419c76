"""Targets between 0 and 1 are treated as a yes or a no.

A target of 0.3 pays three tenths of a yes and seven tenths of a no.
Write a sum of two products, not a choice.
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
    loss = torch.where(target > 0.5, yes, no)  # <- here
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
