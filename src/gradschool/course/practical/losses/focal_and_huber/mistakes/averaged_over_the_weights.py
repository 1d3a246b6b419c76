"""The mean is divided by the sum of the class weights.

`cross_entropy` does that with its weights, the binary losses don't: `"mean"` divides by the number of elements.
"""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(input, target, reduction)
    signed = torch.where(target == 1, input, -input)
    power = (gamma * F.logsigmoid(-signed)).exp()
    losses = -power * F.logsigmoid(signed)
    weights = alpha * target + (1 - alpha) * (1 - target) if alpha >= 0 else torch.ones_like(target)
    if reduction == "mean":
        return (weights * losses).sum() / weights.sum()  # <- here
    return reduced(weights * losses, reduction)


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
