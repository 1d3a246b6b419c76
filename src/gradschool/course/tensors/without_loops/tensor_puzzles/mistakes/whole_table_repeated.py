"""`repeat_rows` repeats the whole table, one round after another.

Row 0 was to come `counts[0]` times *in a row*, then row 1: sort the places by row first, by round second.
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
    rounds = torch.arange(int(counts.max()) if len(counts) else 0)
    return x.expand(len(rounds), *x.shape)[rounds[:, None] < counts]  # <- here


def bincount(labels, n):
    return (labels == torch.arange(n)[:, None]).sum(1)


def flip(x):
    return x[torch.arange(len(x) - 1, -1, -1)]


def bucketize(values, edges):
    return (edges < values[:, None]).sum(1)
