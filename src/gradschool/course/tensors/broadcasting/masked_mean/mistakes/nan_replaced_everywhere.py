"""`nan_to_num` cleaned the elements that count as well.

A NaN that is not hidden is a fault upstream, and it became a harmless 0 here.
Choose by the mask, not by the value: `torch.where(mask, input, 0)`.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand_as(input)
    wide = torch.promote_types(input.dtype, torch.float32)
    total = (input.nan_to_num(0, 0, 0) * mask).sum(dim, keepdim=keepdim, dtype=wide)  # <- here
    count = mask.sum(dim, keepdim=keepdim).clamp(min=1)
    return (total / count).to(input.dtype)
