"""A little was added to every count to protect the empty groups, and so every mean is too small.

`counts + 1e-3` changes the groups that needed no protection; `counts.clamp(min=1)` only the empty ones.
"""
import torch


def gather_last(x, lengths):
    return x[torch.arange(x.shape[0]), lengths - 1]


def scatter_mean(src, index, dim_size):
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    counts = torch.bincount(index, minlength=dim_size) + 1e-3  # <- here
    return sums / counts[:, None]
