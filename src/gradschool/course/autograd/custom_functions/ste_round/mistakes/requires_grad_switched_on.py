"""The result asked for a gradient that nobody wanted.

`requires_grad_()` on the input turns the recorder on for a caller who left it off.
Leave that switch alone: if `x` is recorded, the sum is too.
"""
import torch


def ste_round(x):
    x = x.requires_grad_()  # <- here
    return x + (x.round() - x).detach()
