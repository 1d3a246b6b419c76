"""Only the first two axes of the window are counted.

A window has one axis for `Conv1d` and three for `Conv3d`: take the product of all sizes behind `(out, in)`.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if tensor.dim() < 2:
        raise ValueError("a fan needs two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode is fan_in or fan_out")
    window = tensor.shape[2] * tensor.shape[3] if tensor.dim() >= 4 else 1  # <- here
    fan = tensor.shape[1] * window if mode == "fan_in" else tensor.shape[0] * window
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = gains[nonlinearity] / math.sqrt(fan)
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
