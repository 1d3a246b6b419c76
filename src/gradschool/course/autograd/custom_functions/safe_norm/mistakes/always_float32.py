"""Everything was computed in float32, float64 too.

Half of the digits of a float64 are lost, and a gradient check fails.
Widen halves only: `torch.promote_types(x.dtype, torch.float32)`.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    squares = x.float().square().sum(dim, keepdim=keepdim)  # <- here
    is_zero = squares == 0
    return torch.where(is_zero, 0, torch.where(is_zero, 1, squares).sqrt()).to(x.dtype)
