"""`scatter_mean` divides by a count of 0.

A group without rows is then 0 / 0, which is NaN, and one NaN is enough to make a whole loss NaN.
Clamp the counts to at least 1: the sum there is 0 already.
"""
import torch


def gather_last(x, lengths):
    return x[torch.arange(x.shape[0]), lengths - 1]


def scatter_mean(src, index, dim_size):
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    counts = torch.bincount(index, minlength=dim_size)  # <- here
    return sums / counts[:, None]
