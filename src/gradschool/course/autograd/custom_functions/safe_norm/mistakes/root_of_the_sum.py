"""The gradient at a zero vector is NaN.

There the slope of the root is infinite, the slope of the square is 0, and the chain rule multiplies them.
One padded row then poisons every weight behind it. A `where` *behind* the root does not help, since the root has been taken by then.
Make the argument of the root harmless where it is 0.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    return wide.square().sum(dim, keepdim=keepdim).sqrt().to(x.dtype)  # <- here
