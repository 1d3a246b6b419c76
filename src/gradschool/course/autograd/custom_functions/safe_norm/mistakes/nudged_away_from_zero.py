"""The input itself was moved away from zero.

x + 1e-6 has no zero vectors, but also no zero norms, and every small vector points somewhere else.
"""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    wide = x.to(torch.promote_types(x.dtype, torch.float32)) + 1e-6  # <- here
    return wide.square().sum(dim, keepdim=keepdim).sqrt().to(x.dtype)
