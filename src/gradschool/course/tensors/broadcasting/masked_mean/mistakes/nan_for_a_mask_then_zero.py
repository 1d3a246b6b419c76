"""NaN means two things here: "hidden", and "something went wrong".

`nanmean` skips both, so a real NaN disappears from the mean, and you train on without knowing.
Keep the mask apart from the numbers: `where`, sum, count.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    hidden = input.masked_fill(~mask, torch.nan)  # <- here
    mean = hidden.nanmean(dim, keepdim=keepdim, dtype=torch.promote_types(input.dtype, torch.float32))
    return mean.nan_to_num(0).to(input.dtype)
