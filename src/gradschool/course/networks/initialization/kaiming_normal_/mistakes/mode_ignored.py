"""`mode` is checked and never used: it is always `fan_in`.

`fan_out` keeps the size of the *gradient* on its way back; take the first size of the weight in place of the second.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if tensor.dim() < 2:
        raise ValueError("a fan needs two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode is fan_in or fan_out")
    fan = tensor[0].numel()  # <- here
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = gains[nonlinearity] / math.sqrt(fan)
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
