"""The variance is 2 / (fan_in + fan_out): Xavier's rule.

Xavier balances the way forward and the way back for a layer without a ReLU.
Kaiming's rule takes one fan and puts the nonlinearity into the gain.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if tensor.dim() < 2:
        raise ValueError("a fan needs two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode is fan_in or fan_out")
    window = math.prod(tensor.shape[2:])
    fan = (tensor.shape[0] + tensor.shape[1]) * window / 2  # <- here
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 1.0}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = gains[nonlinearity] / math.sqrt(fan)
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
