"""Two of them: `relu` multiplies by a mask, and the cube of `gelu` is taken in float16.

`-inf * 0` is NaN: select, do not multiply.
And 60,000² is inf in float16, so the gradient of the cube is NaN there: compute in float32 and cast the result back.
"""
import math

import torch


def relu(input):
    return input * (input > 0)  # <- here


def gelu(input, approximate="none"):
    x = input  # <- here
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
