"""`cumsum` gives the total *before* each element.

That is the exclusive sum. Here each total contains its own element: the triangle with its diagonal.
"""
import torch


def outer(a, b):
    return a[:, None] * b


def tril_mask(n):
    return torch.arange(n)[:, None] >= torch.arange(n)


def cumsum(x):
    earlier = torch.arange(len(x))[:, None] > torch.arange(len(x))  # <- here
    return torch.where(earlier, x, 0).sum(1)


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
