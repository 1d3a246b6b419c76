"""A target of -1 is taken for the last class.

Indexing with brackets counts negative numbers from the end, `gather` refuses them.
A padding value that is not `ignore_index` has to raise, not to be learned.
"""
import torch


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    logits = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    logp = logits.log_softmax(1)
    keep = target != ignore_index
    labels = target.masked_fill(~keep, 0)
    w = torch.ones(input.shape[1], dtype=logp.dtype) if weight is None else weight.to(logp.dtype)
    counts = w[labels] * keep
    loss = -logp.movedim(1, -1).flatten(0, -2)[torch.arange(labels.numel()), labels.flatten()].view(labels.shape) * counts  # <- here
    spread = -(w.view(1, -1, *[1] * (input.dim() - 2)) * logp).mean(1) * keep
    loss = (1 - label_smoothing) * loss + label_smoothing * spread
    if reduction == "mean":
        loss = loss.sum() / counts.sum()
    elif reduction == "sum":
        loss = loss.sum()
    return loss.to(input.dtype)
