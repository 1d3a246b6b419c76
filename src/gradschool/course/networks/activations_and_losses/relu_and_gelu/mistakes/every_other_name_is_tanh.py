"""A misspelled `approximate` is taken for `"tanh"`.

Whoever writes `"None"` or `"erf"` gets another activation, and never hears about it.
Compare with both names and raise otherwise.
"""
import math

import torch


def relu(input):
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    else:  # <- here
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    return (x * share).to(input.dtype)
