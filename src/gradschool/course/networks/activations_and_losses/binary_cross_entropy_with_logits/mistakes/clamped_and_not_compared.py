"""Two of them: the probability is clamped, and the shapes are not compared.

A clamp caps the loss at about 16 and passes no gradient beyond: stay with the logit, `softplus` or `logsigmoid`.
And `(N, 1)` against `(N,)` broadcasts to all pairs: raise.
"""
import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
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
