"""The result is float32, whatever came in.

Halves were to come back as halves, and float64 lost half of its digits on the way.
Sum in `torch.promote_types(input.dtype, torch.float32)`, and finish with `.to(input.dtype)`.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand_as(input)
    total = torch.where(mask, input, 0).sum(dim, keepdim=keepdim, dtype=torch.float32)  # <- here
    count = mask.sum(dim, keepdim=keepdim).clamp(min=1)
    return total / count
