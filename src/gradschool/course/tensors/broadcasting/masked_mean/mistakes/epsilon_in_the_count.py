"""A small number in the denominator made every mean a little too small.

`count + 1e-3` changes all the slices for the sake of the empty ones.
`count.clamp(min=1)` changes only those.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand_as(input)
    wide = torch.promote_types(input.dtype, torch.float32)
    total = torch.where(mask, input, 0).sum(dim, keepdim=keepdim, dtype=wide)
    count = mask.sum(dim, keepdim=keepdim)
    return (total / (count + 1e-3)).to(input.dtype)  # <- here
