"""`relu` gives float32, whatever it was given.

`torch.zeros(…)` has a dtype of its own, and `maximum` promotes.
Use the plain number 0, or `zeros_like`, which takes the dtype of its argument.
"""
import math

import torch


def relu(input):
    return torch.maximum(input, torch.zeros(input.shape))  # <- here


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
