"""A misspelled `reduction` is accepted in silence.

`"avg"` gave back one loss for each target, which fails much later, in `backward`.
Compare with the three names and raise a `ValueError` otherwise.
"""
import torch


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    logits = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    logp = logits.log_softmax(1)
    keep = target != ignore_index
    labels = target.masked_fill(~keep, 0)
    w = torch.ones(input.shape[1], dtype=logp.dtype) if weight is None else weight.to(logp.dtype)
    counts = w[labels] * keep
    loss = -logp.gather(1, labels.unsqueeze(1)).squeeze(1) * counts
    spread = -(w.view(1, -1, *[1] * (input.dim() - 2)) * logp).mean(1) * keep
    loss = (1 - label_smoothing) * loss + label_smoothing * spread
    if reduction == "mean":
        loss = loss.sum() / counts.sum()
    elif reduction == "sum":  # <- here
        loss = loss.sum()
    return loss.to(input.dtype)
