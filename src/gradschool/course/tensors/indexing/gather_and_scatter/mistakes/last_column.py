"""`gather_last` takes the last column, which is padding for every shorter sequence.

The last step that counts is at `lengths - 1`, and that is another place in each row.
"""
import torch


def gather_last(x, lengths):
    return x[:, -1]  # <- here


def scatter_mean(src, index, dim_size):
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    counts = torch.bincount(index, minlength=dim_size).clamp(min=1)
    return sums / counts[:, None]
