"""Three of them: a power of 0, shapes that `huber_loss` does not compare, and a misspelled reduction that passes.

`1 - p_t` rounds to 0 from a logit of 17 on, and a power below 1 has an infinite slope there: stay with the logarithm, `(gamma * F.logsigmoid(-s)).exp()`.
`(N, 1)` minus `(N,)` is `(N, N)`, and `"avg"` is none of the three reductions: raise for both.
"""
import torch
from torch.nn import functional as F


def sigmoid_focal_loss(input, target, alpha=0.25, gamma=2.0, reduction="mean"):
    p = torch.sigmoid(input)
    ce = F.binary_cross_entropy_with_logits(input, target, reduction="none")
    p_t = p * target + (1 - p) * (1 - target)
    losses = ce * (1 - p_t) ** gamma  # <- here
    if alpha >= 0:
        losses = (alpha * target + (1 - alpha) * (1 - target)) * losses
    return reduced(losses, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    size = (input - target).abs()
    losses = torch.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta))
    return reduced(losses, reduction)


def reduced(losses, reduction):
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    return losses
