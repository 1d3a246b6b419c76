"""You computed a new table and copied it back: the result is right, and for a moment there are two.

`x[:] = …` and `x.copy_(…)` write into `x`, but what stands on the right is a table of its own, made first.
Let each step write where `x` stands: `x.sub_(…)`, `x.div_(…)`.
"""
import torch


def standardize_(x, eps=1e-5):
    variance, mean = torch.var_mean(x, 0, correction=0)
    x[:] = (x - mean) * torch.rsqrt(variance + eps)  # <- here
    return x
