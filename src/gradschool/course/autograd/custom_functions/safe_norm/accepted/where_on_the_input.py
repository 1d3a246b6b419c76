"""The double where on the input: ones in place of the zero vectors."""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    zero = (x == 0).all(dim, keepdim=True)
    wide = x.to(torch.promote_types(x.dtype, torch.float32)).masked_fill(zero, 1.0)
    norm = (wide * wide).sum(dim, keepdim=True).sqrt().masked_fill(zero, 0.0)
    norm = norm.to(x.dtype)
    return norm if keepdim else norm.squeeze(dim)
