"""`scatter_mean` works in float32, whatever came in.

`torch.zeros` without a dtype is float32: double precision loses half of its digits.
`src.new_zeros(…)` takes dtype and device from `src`.
"""
import torch


def gather_last(x, lengths):
    return x[torch.arange(x.shape[0]), lengths - 1]


def scatter_mean(src, index, dim_size):
    sums = torch.zeros(dim_size, src.shape[1]).index_add_(0, index, src.float())  # <- here
    counts = torch.bincount(index, minlength=dim_size).clamp(min=1)
    return sums / counts[:, None]
