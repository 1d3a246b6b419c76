"""Where nothing counts, 0 was divided by 0.

One empty row makes the whole loss NaN, and the gradient with it.
Clamp the count to at least 1: the sum there is 0 already.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand_as(input)
    wide = torch.promote_types(input.dtype, torch.float32)
    total = torch.where(mask, input, 0).sum(dim, keepdim=keepdim, dtype=wide)
    count = mask.sum(dim, keepdim=keepdim)  # <- here
    return (total / count).to(input.dtype)
