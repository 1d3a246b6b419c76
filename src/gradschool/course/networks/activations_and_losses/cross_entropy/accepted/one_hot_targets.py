"""The target as a distribution over the classes, times the log-probabilities."""
import torch
from torch.nn import functional as F


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError("no such reduction")
    C = input.size(1)
    kept = (target != ignore_index)
    if ((target < 0) | (target >= C))[kept].any():
        raise RuntimeError("target out of range")
    hot = F.one_hot(target * kept, C).movedim(-1, 1) * kept.unsqueeze(1)
    q = hot * (1 - label_smoothing) + kept.unsqueeze(1) * label_smoothing / C
    w = torch.ones(C) if weight is None else weight
    w = w.to(input).reshape(1, C, *(1 for _ in input.shape[2:]))
    loss = -(q * w * F.log_softmax(input, 1)).sum(1).to(input.dtype)
    if reduction == "none":
        return loss
    if reduction == "sum":
        return loss.sum()
    return loss.sum() / (hot * w).sum().to(loss.dtype)
