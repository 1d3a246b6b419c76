"""A new tensor is returned, and the old one is as it was.

The underscore at the end promises to work in place: callers ignore what comes back, so their layer keeps its old weights, and nothing says so.
An assignment, `tensor = …`, only moves the name; write *into* the tensor, with `normal_` or `copy_`, and return it.
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
    std = gains[nonlinearity] / math.sqrt(fan)
    return torch.empty_like(tensor).normal_(0, std, generator=generator)  # <- here
