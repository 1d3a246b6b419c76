"""`flip` reverses the last axis.

With a vector there is no difference; of a table the *rows* change places.
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
    return x[..., torch.arange(x.shape[-1] - 1, -1, -1)]  # <- here


def bucketize(values, edges):
    return (edges < values[:, None]).sum(1)
