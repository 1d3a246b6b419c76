"""The window of a convolution is not counted.

One output of a 3 × 3 convolution sums over nine pixels of every input channel: the fan is `in * 3 * 3`.
Without them the weights are three times too large, in every layer.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if tensor.dim() < 2:
        raise ValueError("a fan needs two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode is fan_in or fan_out")
    fan = tensor.shape[1] if mode == "fan_in" else tensor.shape[0]  # <- here
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = gains[nonlinearity] / math.sqrt(fan)
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
