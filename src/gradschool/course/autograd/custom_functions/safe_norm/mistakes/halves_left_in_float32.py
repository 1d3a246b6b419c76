"""Halves came back as float32.

Squaring in float32 is right; the norm goes back to the dtype that came in: `.to(x.dtype)`.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    squares = x.to(torch.promote_types(x.dtype, torch.float32)).square().sum(dim, keepdim=keepdim)
    is_zero = squares == 0
    return torch.where(is_zero, 0, torch.where(is_zero, 1, squares).sqrt())  # <- here
