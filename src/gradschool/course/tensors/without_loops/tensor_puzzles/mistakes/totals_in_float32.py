"""`cumsum` computes in float32, whatever came in.

Counts beyond 16,777,216 lose their last digits, and float64 loses half of its.
Give the triangle the dtype of `x`, `mask.to(x.dtype) @ x`, or sum what `where` leaves.
"""
import torch


def outer(a, b):
    return a[:, None] * b


def tril_mask(n):
    return torch.arange(n)[:, None] >= torch.arange(n)


def cumsum(x):
    return tril_mask(len(x)).float() @ x.float()  # <- here


def compress(values, keep):
    kept = values[keep]
    result = torch.zeros_like(values)
    result[: len(kept)] = kept
    return result


def repeat_rows(x, counts):
    ends = torch.where(tril_mask(len(counts)), counts, 0).sum(1)
    return x[(ends <= torch.arange(int(counts.sum()))[:, None]).sum(1)]


def bincount(labels, n):
    return (labels == torch.arange(n)[:, None]).sum(1)


def flip(x):
    return x[torch.arange(len(x) - 1, -1, -1)]


def bucketize(values, edges):
    return (edges < values[:, None]).sum(1)
