"""`squeeze()` took away more axes than the one of time.

It removes *every* axis of size 1: the batch axis of a batch of one, and a single feature.
Name the axis that you mean: `squeeze(1)`, or `[:, 0]`.
"""
import torch


def gather_last(x, lengths):
    index = (lengths - 1).long()[:, None, None].expand(-1, 1, x.shape[2])
    return x.gather(1, index).squeeze()  # <- here


def scatter_mean(src, index, dim_size):
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    counts = torch.bincount(index, minlength=dim_size).clamp(min=1)
    return sums / counts[:, None]
