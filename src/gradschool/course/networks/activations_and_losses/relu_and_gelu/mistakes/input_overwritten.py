"""`relu` overwrites the caller's tensor.

`input[input < 0] = 0` writes into the activations that somebody else may still need, and autograd refuses it for a leaf.
Make a new tensor: `masked_fill` without the underscore.
"""
import math

import torch


def relu(input):
    input[input < 0] = 0  # <- here
    return input


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
