"""`approximate` is accepted and ignored.

`"tanh"` has to switch the formula, and a name that is neither of the two has to raise: a typo would otherwise train the wrong model.
"""
import math

import torch


def relu(input):
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    share = (1 + torch.erf(x / math.sqrt(2))) / 2  # <- here
    return (x * share).to(input.dtype)
