"""One `where`, behind the root, is too late: the gradient at zero is NaN.

`where` picks the value, but both branches were computed, and the one not taken is sent a gradient of 0: times infinity, NaN.
Make the *input* of the root safe first, then choose: the double `where`, with `== 0`, so that a NaN in `x` is not hidden.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    squares = wide.square().sum(dim, keepdim=keepdim)
    return torch.where(squares > 0, squares.sqrt(), 0.0).to(x.dtype)  # <- here
