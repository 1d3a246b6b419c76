"""`dim` was not used: the norm was always taken along the last axis.

Hand it on to `sum`.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    squares = wide.square().sum(-1, keepdim=keepdim)  # <- here
    is_zero = squares == 0
    return torch.where(is_zero, 0, torch.where(is_zero, 1, squares).sqrt()).to(x.dtype)
