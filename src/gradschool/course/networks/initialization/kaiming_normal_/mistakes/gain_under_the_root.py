"""The gain stands under the root: √(gain / fan).

The *variance* is gain² / fan, so the standard deviation is gain / √fan.
For `"linear"` the two are the same.
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
    std = math.sqrt(gains[nonlinearity] / fan)  # <- here
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
