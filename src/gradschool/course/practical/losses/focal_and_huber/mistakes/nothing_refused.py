"""Two of them: shapes that `huber_loss` does not compare, and a misspelled reduction that passes.

`binary_cross_entropy_with_logits` refuses other shapes by itself; a subtraction broadcasts them.
Compare the shapes and the name of the reduction, and raise a `ValueError`.
"""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    signed = torch.where(target == 1, input, -input)
    power = (gamma * F.logsigmoid(-signed)).exp()
    losses = power * F.binary_cross_entropy_with_logits(input, target, reduction="none")
    if alpha >= 0:
        losses = (alpha * target + (1 - alpha) * (1 - target)) * losses
    return reduced(losses, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    size = (input - target).abs()  # <- here
    losses = torch.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta))
    return reduced(losses, reduction)


def reduced(losses, reduction):
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    return losses
