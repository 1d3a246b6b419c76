"""`scatter_mean` divides by the number of all rows, not of those in the group.

Count the rows of each group: `torch.bincount(index, minlength=dim_size)`.
"""
import torch


def gather_last(x, lengths):
    return x[torch.arange(x.shape[0]), lengths - 1]


def scatter_mean(src, index, dim_size):
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    return sums / max(len(index), 1)  # <- here
