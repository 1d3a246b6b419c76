"""The helpers of nn.init: its fans, its gain, its normal_.
"""
import torch
from torch import nn


def kaiming_normal_(tensor, mode="fan_in", nonlinearity="relu", generator=None):
    fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(tensor)
    fan = {"fan_in": fan_in, "fan_out": fan_out}.get(mode)
    if fan is None or nonlinearity == "leaky_relu":
        raise ValueError(mode)
    return nn.init.normal_(tensor, 0.0, nn.init.calculate_gain(nonlinearity) * fan**-0.5, generator=generator)
