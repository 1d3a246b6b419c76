"""The gain is √2 whatever the nonlinearity.

The 2 is there because a ReLU sets half of the signal to 0; where nothing is set to 0 the gain is 1, and tanh, which squeezes, wants 5/3.
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
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = math.sqrt(2) / math.sqrt(fan)  # <- here
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
