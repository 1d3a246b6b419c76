"""The outputs of the groups came back interleaved.

All outputs of the first group come first, then those of the second: join `(groups, outputs of a group)` in this order.
With one output for each group (a depthwise convolution) nobody notices.
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
    windows = windows.unflatten(1, (groups, -1))
    y = torch.einsum("bgchwij,gocij->boghw", windows, weight.unflatten(0, (groups, -1))).flatten(1, 2)  # <- here
    return y if bias is None else y + bias.view(1, -1, 1, 1)
