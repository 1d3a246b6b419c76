"""`input[mask]` forgot the axes: there is one mean, of everything.

A mask as an index gives a flat list, because rows may keep different numbers of elements; `dim` has nothing left to mean.
Keep the shape, with `where`, and sum along `dim`.
"""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    picked = input[mask.expand_as(input)]  # <- here
    if not len(picked):
        return input.new_zeros(())
    return picked.float().mean().to(input.dtype) if input.dtype != torch.float64 else picked.mean()
