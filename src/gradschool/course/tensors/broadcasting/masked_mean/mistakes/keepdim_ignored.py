"""`keepdim` was ignored.

Whoever subtracts the mean from the input relies on the axis of size 1.
Pass it on to both sums.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand_as(input)
    wide = torch.promote_types(input.dtype, torch.float32)
    total = torch.where(mask, input, 0).sum(dim, dtype=wide)  # <- here
    count = mask.sum(dim).clamp(min=1)
    return (total / count).to(input.dtype)
