"""softplus as logaddexp(0, z)."""
import torch


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if tuple(input.size()) != tuple(target.size()):
        raise ValueError("sizes")
    zero = torch.zeros((), dtype=input.dtype)
    w = 1 if pos_weight is None else pos_weight
    loss = torch.logaddexp(zero, -input).mul(target).mul(w).add(torch.logaddexp(zero, input).mul(1 - target))
    if reduction == "none":
        return loss
    if reduction == "sum":
        return loss.sum()
    if reduction == "mean":
        return loss.sum() / loss.numel()
    raise ValueError(reduction)
