"""The harmless 1 was left in: a zero vector got the norm 1.

The first `where` makes the root safe; the second one puts the true value back.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    squares = wide.square().sum(dim, keepdim=keepdim)
    return torch.where(squares == 0, 1, squares).sqrt().to(x.dtype)  # <- here
