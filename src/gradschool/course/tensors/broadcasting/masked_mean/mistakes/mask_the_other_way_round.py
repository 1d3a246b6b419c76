"""The mean is of what the mask hides.

True means "counts" here. (In attention True may mean either, which is why it is written down.)
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = ~mask.expand_as(input)  # <- here
    wide = torch.promote_types(input.dtype, torch.float32)
    total = torch.where(mask, input, 0).sum(dim, keepdim=keepdim, dtype=wide)
    count = mask.sum(dim, keepdim=keepdim).clamp(min=1)
    return (total / count).to(input.dtype)
