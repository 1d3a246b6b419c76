"""A mode that is not known is taken for `fan_out`.

`else` answers for everything that you did not think of.
Raise a `ValueError` for what is neither.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    if tensor.dim() < 2:
        raise ValueError("a fan needs two axes")
    window = math.prod(tensor.shape[2:])
    fan = tensor.shape[1] * window if mode == "fan_in" else tensor.shape[0] * window  # <- here
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    std = gains[nonlinearity] / math.sqrt(fan)
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)
