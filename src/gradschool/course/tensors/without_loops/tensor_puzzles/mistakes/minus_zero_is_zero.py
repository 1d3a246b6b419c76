"""`flip` counts from the end with `-arange`, and −0 is 0.

So the first row stays first, and the others follow in reverse.
The last row is −1: count from `n - 1` down to 0, or use `-1 - arange(n)`.
"""
import torch


def outer(a, b):
    return a[:, None] * b


def tril_mask(n):
    return torch.arange(n)[:, None] >= torch.arange(n)


def cumsum(x):
    return torch.where(tril_mask(len(x)), x, 0).sum(1)


def compress(values, keep):
    kept = values[keep]
    result = torch.zeros_like(values)
    result[: len(kept)] = kept
    return result


def repeat_rows(x, counts):
    ends = cumsum(counts)
    return x[(ends <= torch.arange(int(counts.sum()))[:, None]).sum(1)]


def bincount(labels, n):
    return (labels == torch.arange(n)[:, None]).sum(1)


def flip(x):
    return x[-torch.arange(len(x))]  # <- here


def bucketize(values, edges):
    return (edges < values[:, None]).sum(1)
