"""The variance was divided by one less than the number of rows.

`torch.var` and `torch.std` do that where nothing is said, because it is the better estimate of a variance from a sample.
The task asks for the variance of the rows themselves: `correction=0`.
With a single row the difference is NaN instead of 0.
"""
import torch


def standardize_(x, eps=1e-5):
    variance, mean = torch.var_mean(x, 0)  # <- here
    return x.sub_(mean).div_(torch.sqrt(variance + eps))
