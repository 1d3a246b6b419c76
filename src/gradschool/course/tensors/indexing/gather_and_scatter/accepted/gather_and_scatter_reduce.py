"""`take_along_dim`, and `scatter_reduce` without its own zeros."""
import torch


def gather_last(x, lengths):
    return x.take_along_dim((lengths.long() - 1)[:, None, None], dim=1).squeeze(1)


def scatter_mean(src, index, dim_size):
    where = index.long()[:, None].expand_as(src)
    return src.new_zeros(dim_size, src.shape[1]).scatter_reduce(0, where, src, "mean", include_self=False)
