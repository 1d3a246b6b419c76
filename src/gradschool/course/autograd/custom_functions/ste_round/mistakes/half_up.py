"""Halves were rounded up; `torch.round` goes to the even neighbor.

`floor(x + 0.5)` makes 1 of 0.5 and 3 of 2.5, a drift upwards that adds up in sums.
Use `x.round()`.
"""
import torch


def ste_round(x):
    return x + ((x + 0.5).floor() - x).detach()  # <- here
