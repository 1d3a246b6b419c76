"""A softmax over the logits 0 and z; Huber as the smaller of error and delta, times what lies between."""
import torch


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    check(input, target, reduction)
    both = torch.stack([torch.zeros_like(input), input]).log_softmax(0)
    is_yes = target.long()[None]
    log_true = both.gather(0, is_yes)[0]
    log_false = both.gather(0, 1 - is_yes)[0]
    weights = torch.tensor([1 - alpha, alpha] if alpha >= 0 else [1, 1], dtype=input.dtype, device=input.device)
    return reduced(-weights[target.long()] * torch.exp(gamma * log_false) * log_true, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    check(input, target, reduction)
    size = (input - target).abs()
    least = torch.minimum(size, torch.full_like(size, delta))
    return reduced(least * (size - least / 2), reduction)


def check(input, target, reduction):
    if input.shape != target.shape:
        raise ValueError(f"shapes {tuple(input.shape)} and {tuple(target.shape)} differ")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"unknown reduction {reduction!r}")


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()
