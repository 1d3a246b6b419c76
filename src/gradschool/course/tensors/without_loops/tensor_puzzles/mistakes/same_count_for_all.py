"""`repeat_rows` repeats every row as often as the first.

Each row has its own count, and it may be 0: compare places with the running totals of the counts.
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
    times = int(counts[0]) if len(counts) else 0  # <- here
    return x[:, None].expand(len(x), times, x.shape[1]).reshape(-1, x.shape[1])


def bincount(labels, n):
    return (labels == torch.arange(n)[:, None]).sum(1)


def flip(x):
    return x[torch.arange(len(x) - 1, -1, -1)]


def bucketize(values, edges):
    return (edges < values[:, None]).sum(1)
