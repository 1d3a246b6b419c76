"""One norm was computed for the whole tensor.

`sum()` without an axis removes them all. Hand `dim` on.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    squares = wide.square().sum()  # <- here
    is_zero = squares == 0
    return torch.where(is_zero, 0, torch.where(is_zero, 1, squares).sqrt()).to(x.dtype)
