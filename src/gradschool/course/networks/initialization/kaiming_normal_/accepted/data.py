"""The old way round autograd, and a match for the gain.
"""
import math

import torch


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    match nonlinearity:
        case "relu":
            gain = 2**0.5
        case "tanh":
            gain = 5 / 3
        case "linear" | "sigmoid":
            gain = 1
        case _:
            raise ValueError(nonlinearity)
    if tensor.ndim < 2 or mode not in {"fan_in", "fan_out"}:
        raise ValueError(f"{mode} of {tensor.shape}")
    axis = 1 if mode == "fan_in" else 0
    fan = tensor.shape[axis] * math.prod(tensor.shape[2:])
    tensor.data[:] = torch.normal(0.0, gain / fan**0.5, tensor.shape, generator=generator)
    return tensor
