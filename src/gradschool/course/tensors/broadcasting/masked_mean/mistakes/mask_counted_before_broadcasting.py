"""The elements were counted in the mask before it was broadcast.

A mask of `(batch, time, 1)` lets through `channels` elements for each True, and its own sum counts one.
Expand it to the shape of `input` first, then count.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    wide = torch.promote_types(input.dtype, torch.float32)
    total = torch.where(mask, input, 0).sum(dim, keepdim=keepdim, dtype=wide)
    count = mask.sum(dim, keepdim=keepdim).clamp(min=1)  # <- here
    return (total / count).to(input.dtype)
