"""`bucketize` looks for the first edge that is not below, and there need not be one.

`argmax` of a mask without a True is 0, so values beyond the last edge land in bucket 0.
Count the edges below instead: it needs no special case.
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
    return x[torch.arange(len(x) - 1, -1, -1)]


def bucketize(values, edges):
    if len(edges) == 0:
        return torch.zeros(len(values), dtype=torch.int64)
    return (edges >= values[:, None]).int().argmax(1)  # <- here
