"""An epsilon was added behind the root, where it helps nobody.

The division that overflows is in the backward of the root, and that has been passed by then; only the value is now wrong.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    return (wide.square().sum(dim, keepdim=keepdim).sqrt() + 1e-6).to(x.dtype)  # <- here
