"""The gradient is 0: that is the true derivative of rounding.

`round` is flat almost everywhere, so nothing before it ever learns.
If you did add the difference `x.round() - x` to `x`, it is still on the tape, where it cancels the gradient of `x`: 1 + (0 − 1).
Keep the values of `round` and the gradient of the identity: `x + (x.round() - x).detach()`.
"""
import torch


def ste_round(x):
    return x.round()  # <- here
