"""`keepdim` was not handed on.

A caller who writes `x / safe_norm(x, keepdim=True)` needs the axis of size 1 to broadcast back.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    squares = wide.square().sum(dim)  # <- here
    is_zero = squares == 0
    return torch.where(is_zero, 0, torch.where(is_zero, 1, squares).sqrt()).to(x.dtype)
