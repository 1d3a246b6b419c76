"""What is hidden was marked with NaN and left to `nanmean`.

A slice without anything to count is then NaN, and a real NaN that should have warned you is skipped in silence.
Keep the mask apart from the numbers: `where`, sum, count.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    hidden = input.masked_fill(~mask, torch.nan)
    return hidden.nanmean(dim, keepdim=keepdim, dtype=torch.promote_types(input.dtype, torch.float32)).to(input.dtype)  # <- here
