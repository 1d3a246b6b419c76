"""The sum of the halves is infinite before it is divided.

float16 ends at 65,504; torch adds halves in float32, but rounds the *sum* to float16 unless you ask otherwise.
`sum(dim, dtype=torch.float32)` keeps it, and the quotient fits again.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand_as(input)
    total = torch.where(mask, input, 0).sum(dim, keepdim=keepdim)  # <- here
    count = mask.sum(dim, keepdim=keepdim).clamp(min=1)
    return (total / count).to(input.dtype)
