"""`relu` returns its input itself when there is nothing to replace.

Sometimes a new tensor, sometimes an alias: a later in-place operation then changes the input too, but only for some batches.
Always return a new tensor.
"""
import math

import torch


def relu(input):
    if (input >= 0).all():  # <- here
        return input
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
