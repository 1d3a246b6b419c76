"""In float16 the cube overflows from 41 on, and its gradient is NaN from 256 on.

The value survives by luck: the tanh of inf is 1. Its slope there is 0, and the slope of the cube, 3 x², is inf: 0 * inf is NaN.
Compute in float32 and cast the result back.
"""
import math

import torch


def relu(input):
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input  # <- here
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
