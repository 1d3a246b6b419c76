"""`bincount` counts every label once at most.

`counts[labels] += 1` reads, adds and writes; labels that occur twice write the same 1 twice.
Compare each bin with all labels and sum.
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
    counts = torch.zeros(n, dtype=torch.int64)
    counts[labels] += 1  # <- here
    return counts


def flip(x):
    return x[torch.arange(len(x) - 1, -1, -1)]


def bucketize(values, edges):
    return (edges < values[:, None]).sum(1)
