"""That is the pseudo-Huber loss, δ²(√(1 + (e/δ)²) − 1): a smooth curve near this one, and another loss.

Huber is exactly half a square up to `delta`, and exactly a line beyond.
"""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(input, target, reduction)
    signed = torch.where(target == 1, input, -input)
    power = (gamma * F.logsigmoid(-signed)).exp()
    losses = -power * F.logsigmoid(signed)
    if alpha >= 0:
        losses = (alpha * target + (1 - alpha) * (1 - target)) * losses
    return reduced(losses, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    check(input, target, reduction)
    size = (input - target).abs()
    losses = delta**2 * ((1 + (size / delta) ** 2).sqrt() - 1)  # <- here
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
