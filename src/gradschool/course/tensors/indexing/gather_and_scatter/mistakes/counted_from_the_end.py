"""`gather_last` counts the length from the end.

`x[b, -lengths[b]]` is as far from the end as the last valid step is from the start; for a full sequence it is the *first* step.
You need `lengths - 1`.
"""
import torch


def gather_last(x, lengths):
    return x[torch.arange(x.shape[0]), -lengths]  # <- here


def scatter_mean(src, index, dim_size):
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    counts = torch.bincount(index, minlength=dim_size).clamp(min=1)
    return sums / counts[:, None]
