"""The caller's tensor was rounded.

`.data` (and `round_`) writes into the memory of `x`, behind the back of autograd: the weights that should creep from 0.4 to 0.6 are integers for ever.
Make a new tensor.
"""
import torch


def ste_round(x):
    x.data = x.data.round()  # <- here
    return x * 1
