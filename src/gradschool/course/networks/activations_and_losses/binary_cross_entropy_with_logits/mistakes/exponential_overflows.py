"""An exponential overflowed on the way, or a sigmoid vanished: exp(89) is inf in float32, and sigmoid(−89) is 0.

Neither log(1 + exp(z)) nor log(sigmoid(−z)) goes further than that, with or without `log1p`.
Take out the large part first: softplus(z) = max(z, 0) + log1p(exp(−|z|)), which `F.softplus` is.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    yes = torch.log(1 + torch.exp(-input))  # <- here
    no = torch.log(1 + torch.exp(input))
    if pos_weight is not None:
        yes = yes * pos_weight
    loss = target * yes + (1 - target) * no
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss
