"""A nonlinearity that is not known gets the gain 1 without a word.

A typing error, `"Relu"`, then costs a factor of √2 in every layer, and twenty layers make it a thousand.
Raise a `ValueError`.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if tensor.dim() < 2:
        raise ValueError("a fan needs two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode is fan_in or fan_out")
    window = math.prod(tensor.shape[2:])
    fan = tensor.shape[1] * window if mode == "fan_in" else tensor.shape[0] * window
    gains = {"tanh": 5 / 3, "relu": math.sqrt(2)}
    std = gains.get(nonlinearity, 1.0) / math.sqrt(fan)  # <- here
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
