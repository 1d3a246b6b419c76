"""Softplus for both logarithms; Huber as a clamped part and the rest."""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(input, target, reduction)
    wrong_way = (1 - 2 * target) * input
    losses = torch.exp(-gamma * F.softplus(-wrong_way)) * F.softplus(wrong_way)
    if not alpha < 0:
        losses = losses * torch.lerp(torch.full_like(target, 1 - alpha), torch.full_like(target, alpha), target)
    return reduced(losses, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    check(input, target, reduction)
    size = torch.abs(target - input)
    inside = size.clamp(max=delta)
    return reduced(inside**2 / 2 + delta * (size - inside), reduction)


def check(input, target, reduction):
    if input.shape != target.shape:
        raise ValueError(f"shapes {tuple(input.shape)} and {tuple(target.shape)} differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"unknown reduction {reduction!r}")


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()
