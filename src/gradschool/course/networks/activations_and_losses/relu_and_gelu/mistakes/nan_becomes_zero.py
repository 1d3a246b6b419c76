"""`relu` turns NaN into 0.

NaN compares False with everything, so `input > 0` sends it to the other branch, and a broken layer looks like a quiet one.
Ask the other way round: replace what is `<= 0`, and let NaN pass.
"""
import math

import torch


def relu(input):
    return torch.where(input > 0, input, 0)  # <- here


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.erf(x / math.sqrt(2))) / 2
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
