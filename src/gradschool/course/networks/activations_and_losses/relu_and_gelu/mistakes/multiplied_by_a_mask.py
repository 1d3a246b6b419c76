"""`relu` multiplies by a mask, and `-inf * 0` is NaN.

A product computes with the number that it is meant to remove; a selection does not look at it.
Use `where`, `clamp` or `masked_fill`.
"""
import math

import torch


def relu(input):
    return input * (input > 0)  # <- here


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
