"""The window counts for `fan_in`, and is forgotten for `fan_out`.

One input pixel goes into every window that covers it: `out * height * width` products.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if tensor.dim() < 2:
        raise ValueError("a fan needs two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode is fan_in or fan_out")
    fan = tensor[0].numel() if mode == "fan_in" else tensor.shape[0]  # <- here
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = gains[nonlinearity] / math.sqrt(fan)
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
