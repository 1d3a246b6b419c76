"""`contiguous()` and `reshape` give back another tensor when `x` is a view, and the writing goes there.

On a fresh table they return `x` itself, so it works; on `base.T` it changes a copy that nobody sees.
In-place operations take any strides: call them on `x`.
"""
import torch


def standardize_(x, eps=1e-5):
    flat = x.contiguous()  # <- here
    variance, mean = torch.var_mean(flat, 0, correction=0)
    flat.sub_(mean).div_(torch.sqrt(variance + eps))
    return x
