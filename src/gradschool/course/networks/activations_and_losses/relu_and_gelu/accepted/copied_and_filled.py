"""A copy, filled in place: the caller's tensor is untouched."""
import math

import torch


def relu(input):
    result = input.clone()
    result[result < 0] = 0
    return result


def gelu(input, approximate="none"):
    assert approximate in {"none", "tanh"}, approximate
    wide = input.float() if input.element_size() < 4 else input
    if approximate == "tanh":
        cube = torch.einsum("...,...,...->...", wide, wide, wide)
        return (wide * (torch.tanh(math.sqrt(2 / math.pi) * (wide + 0.044715 * cube)) + 1) / 2).to(input.dtype)
    return (wide * torch.distributions.Normal(0.0, 1.0).cdf(wide)).to(input.dtype)
