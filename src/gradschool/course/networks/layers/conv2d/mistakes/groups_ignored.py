"""The weights were repeated over all groups, so every output sees every input.

With groups, block $g$ of the outputs sees block $g$ of the inputs and nothing else: cut both into blocks and let them meet one to one.
"""
import torch
from torch.nn import functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    if input.shape[1] != groups * weight.shape[1] or weight.shape[0] % groups:
        raise ValueError("channels and groups do not fit")
    x = F.pad(input, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    windows = x.unfold(2, dh * (kh - 1) + 1, sh)[..., ::dh].unfold(3, dw * (kw - 1) + 1, sw)[..., ::dw]
    weight = weight.repeat(1, groups, 1, 1)  # <- here
    y = torch.einsum("bchwij,ocij->bohw", windows, weight)
    return y if bias is None else y + bias.view(1, -1, 1, 1)
