"""What is hidden was multiplied by 0, and NaN times 0 is NaN (so is infinity times 0).

Padding may hold anything: a log of 0, a division by 0, memory that nobody wrote.
Choose instead of multiplying: `torch.where(mask, input, 0)`.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand_as(input)
    wide = torch.promote_types(input.dtype, torch.float32)
    total = (input * mask).sum(dim, keepdim=keepdim, dtype=wide)  # <- here
    count = mask.sum(dim, keepdim=keepdim).clamp(min=1)
    return (total / count).to(input.dtype)
