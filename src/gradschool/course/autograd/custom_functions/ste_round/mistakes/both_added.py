"""`x` was added and never taken away again.

round(x) + x has the right gradient and twice the value.
Take the same `x` away as a constant: `x.round() + x - x.detach()`, added up so that no digits are lost.
"""
import torch


def ste_round(x):
    return x.round().detach() + x  # <- here
