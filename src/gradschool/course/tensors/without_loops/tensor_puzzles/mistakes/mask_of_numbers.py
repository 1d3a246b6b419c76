"""`tril_mask` returns ones and zeros, not bools.

A mask of numbers picks *positions* 1 and 0 when it is used as an index, and `~` turns its bits around.
Return the comparison itself.
"""
import torch


def outer(a, b):
    return a[:, None] * b


def tril_mask(n):
    return (torch.arange(n)[:, None] >= torch.arange(n)).float()  # <- here


def cumsum(x):
    return torch.where(torch.arange(len(x))[:, None] >= torch.arange(len(x)), x, 0).sum(1)


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
    return (edges < values[:, None]).sum(1)
