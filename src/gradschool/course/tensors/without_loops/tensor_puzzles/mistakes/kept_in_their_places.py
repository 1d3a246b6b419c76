"""`compress` blanks what is not kept and moves nothing.

The kept values belong at the front, next to each other: the number of kept ones before a value is its new place.
"""
import torch


def outer(a, b):
    return a[:, None] * b


def tril_mask(n):
    return torch.arange(n)[:, None] >= torch.arange(n)


def cumsum(x):
    return torch.where(tril_mask(len(x)), x, 0).sum(1)


def compress(values, keep):
    return torch.where(keep, values, 0)  # <- here


def repeat_rows(x, counts):
    ends = cumsum(counts)
    return x[(ends <= torch.arange(int(counts.sum()))[:, None]).sum(1)]


def bincount(labels, n):
    return (labels == torch.arange(n)[:, None]).sum(1)


def flip(x):
    return x[torch.arange(len(x) - 1, -1, -1)]


def bucketize(values, edges):
    return (edges < values[:, None]).sum(1)
