"""`gather_last` looks for the padding in the numbers instead of using `lengths`.

A step whose features happen to be 0 is a step like any other, and padding need not be 0.
The lengths were handed in because the numbers do not tell.
"""
import torch


def gather_last(x, lengths):
    last = (x != 0).any(2).sum(1) - 1  # <- here
    return x[torch.arange(x.shape[0]), last]


def scatter_mean(src, index, dim_size):
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    counts = torch.bincount(index, minlength=dim_size).clamp(min=1)
    return sums / counts[:, None]
