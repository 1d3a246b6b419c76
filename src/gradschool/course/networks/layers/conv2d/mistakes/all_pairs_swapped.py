"""Every pair is read as (width, height).

Pictures are `(batch, channels, height, width)` and every pair of a convolution follows the axes: (height, width).
`F.pad` is the exception; it names the last axis first.
"""
import torch
from torch.nn import functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sw, sh), (pw, ph), (dw, dh) = pair(stride), pair(padding), pair(dilation)  # <- here
    if input.shape[1] != groups * weight.shape[1] or weight.shape[0] % groups:
        raise ValueError("channels and groups do not fit")
    x = F.pad(input, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    windows = x.unfold(2, dh * (kh - 1) + 1, sh)[..., ::dh].unfold(3, dw * (kw - 1) + 1, sw)[..., ::dw]
    windows = windows.unflatten(1, (groups, -1))
    y = torch.einsum("bgchwij,gocij->bgohw", windows, weight.unflatten(0, (groups, -1))).flatten(1, 2)
    return y if bias is None else y + bias.view(1, -1, 1, 1)
