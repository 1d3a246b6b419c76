"""The gradient was multiplied by `x` over its rounded value.

Scaling `x` by a detached factor gives the right values (except at 0), but the tape multiplies the gradient by that factor.
*Add* a detached difference: a sum hands its gradient on unchanged.
"""
import torch


def ste_round(x):
    factor = (x.round() / x).detach()  # <- here
    return x * factor
