"""The subtraction and the division are in place, but the squares for the variance were written out as a table.

`x**2` and `x * x` are as large as `x`, also when the next call reduces them to a row.
`torch.var(x, 0, correction=0)` reads the table and makes no second one.
"""
import torch


def standardize_(x, eps=1e-5):
    x -= x.mean(0)
    variance = (x * x).mean(0)  # <- here
    x /= torch.sqrt(variance + eps)
    return x
