"""A misspelled `approximate` is taken for `"none"`.

Whoever writes `"Tanh"` gets the exact form, and never hears about it.
Compare with both names and raise otherwise.
"""
import math

import torch


def relu(input):
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate != "tanh":  # <- here
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    return (x * share).to(input.dtype)
