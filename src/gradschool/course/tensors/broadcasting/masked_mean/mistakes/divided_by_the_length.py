"""The sum was divided by the full length, hidden elements included.

`mean` divides by how many there *are*; with half of a row hidden, the mean is half of what it should be.
Divide by the number of Trues.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    wide = torch.promote_types(input.dtype, torch.float32)
    return torch.where(mask, input, 0).mean(dim, keepdim=keepdim, dtype=wide).to(input.dtype)  # <- here
