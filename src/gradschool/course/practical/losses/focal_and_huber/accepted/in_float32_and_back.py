"""Halves are computed in float32, the power is that of a sigmoid that is kept from 0, and Huber is pieced together."""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(input, target, reduction)
    dtype = input.dtype
    if dtype in (torch.float16, torch.bfloat16):
        input, target = input.float(), target.float()
    cost = F.binary_cross_entropy_with_logits(input, target, reduction="none")
    missing = torch.sigmoid(torch.where(target > 0.5, -input, input))
    losses = missing.clamp(min=torch.finfo(missing.dtype).tiny) ** gamma * cost
    if alpha >= 0:
        losses = losses * (alpha if target.numel() == 0 else torch.where(target > 0.5, alpha, 1 - alpha).to(losses.dtype))
    return reduced(losses, reduction).to(dtype)


def huber_loss(input, target, reduction="mean", delta=1.0):
    check(input, target, reduction)
    dtype = input.dtype
    error = input.float() - target.float() if dtype in (torch.float16, torch.bfloat16) else input - target
    far = error.abs() > delta
    losses = error.new_zeros(error.shape)
    losses[~far] = error[~far].square() / 2
    losses[far] = delta * error[far].abs() - delta**2 / 2
    return reduced(losses, reduction).to(dtype)


def check(input, target, reduction):
    if input.shape != target.shape:
        raise ValueError(f"shapes {tuple(input.shape)} and {tuple(target.shape)} differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"unknown reduction {reduction!r}")


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()
