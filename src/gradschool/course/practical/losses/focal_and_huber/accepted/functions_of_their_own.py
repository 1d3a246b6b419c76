"""The derivative of Huber is a clamp, and is written as one in a Function."""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(input, target, reduction)
    signed = input * (2 * target - 1)
    power = (gamma * F.logsigmoid(-signed)).exp()
    losses = -power * F.logsigmoid(signed)
    if alpha >= 0:
        losses = (alpha * target + (1 - alpha) * (1 - target)) * losses
    return reduced(losses, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    check(input, target, reduction)
    return reduced(Huber.apply(input, target, delta), reduction)


class Huber(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input, target, delta):
        error = input - target
        ctx.save_for_backward(error.clamp(-delta, delta))
        size = error.abs()
        return torch.where(size > delta, delta * (size - delta / 2), error * error / 2)

    @staticmethod
    def backward(ctx, grad_output):
        (slope,) = ctx.saved_tensors
        return grad_output * slope, -grad_output * slope, None


def check(input, target, reduction):
    if input.shape != target.shape:
        raise ValueError(f"shapes {tuple(input.shape)} and {tuple(target.shape)} differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"unknown reduction {reduction!r}")


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()
