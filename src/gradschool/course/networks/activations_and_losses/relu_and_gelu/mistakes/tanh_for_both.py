"""The tanh formula was used for both forms of `gelu`.

GPT-2 was trained with it, but PyTorch's default is the exact one, with `erf`.
They differ by up to 4.7e-4: enough to make a loaded model disagree with its own checkpoint.
"""
import math

import torch


def relu(input):
    return torch.where(input <= 0, 0, input)


def gelu(input, approximate="none"):
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2  # <- here
    elif approximate == "tanh":
        share = (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2
    else:
        raise ValueError(approximate)
    return (x * share).to(input.dtype)
