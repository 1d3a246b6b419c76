"""The values are right, and on the way a second table came into being.

`x - mean`, `x * x` and `x**2` are as large as `x`, also when the next call reduces them to a row or copies them back.
`x[:] = …` writes into `x`, but what stands on the right is a table of its own, made first.
Let `torch.var(x, 0, correction=0)` read the table where it stands, and each step write there: `x.sub_(…)`, `x.div_(…)`.
"""
import torch


def standardize_(x, eps=1e-5):
    mean = x.mean(0)
    variance = ((x - mean) ** 2).mean(0)  # <- here
    variance = ((x - mean) * (x - mean)).mean(0)  # <- here
    x[:] = (x - mean) / torch.sqrt(variance + eps)  # <- here
    return x
