"""The correction in the tanh form is cubic, and here it is a square.

A square does not change its sign with `x`, so the left side is corrected the wrong way.
"""
import math

import torch


def relu(input):
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 2))) / 2  # <- here
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
