"""`huber_loss` broadcasts shapes that differ.

`binary_cross_entropy_with_logits` refuses them by itself; a subtraction does not.
Compare the shapes and raise.
"""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(reduction)
    if input.shape != target.shape:
        raise ValueError(f"shapes {tuple(input.shape)} and {tuple(target.shape)} differ")
    signed = torch.where(target == 1, input, -input)
    power = (gamma * F.logsigmoid(-signed)).exp()
    losses = power * F.binary_cross_entropy_with_logits(input, target, reduction="none")
    if alpha >= 0:
        losses = (alpha * target + (1 - alpha) * (1 - target)) * losses
    return reduced(losses, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    check(reduction)
    size = (input - target).abs()  # <- here
    losses = torch.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta))
    return reduced(losses, reduction)


def check(reduction):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"unknown reduction {reduction!r}")


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()
