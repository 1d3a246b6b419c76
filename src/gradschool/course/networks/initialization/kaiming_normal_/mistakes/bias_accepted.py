"""A tensor of one axis is filled as well.

A bias sums over nothing and has no fan; an initializer that accepts it hides that it was called for the wrong tensor.
Raise a `ValueError` for fewer than two axes.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode is fan_in or fan_out")
    outputs, inputs = (tensor.shape + (1, 1))[:2]  # <- here
    window = math.prod(tensor.shape[2:])
    fan = (inputs if mode == "fan_in" else outputs) * window
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = gains[nonlinearity] / math.sqrt(fan)
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
