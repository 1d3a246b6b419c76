"""The groups were dealt like cards: channel 0 to group 0, channel 1 to group 1, and so on.

A group is a *block* of consecutive channels: of six channels in two groups, 0 to 2 are the first.
`unflatten(1, (groups, -1))`, with the groups in front.
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
    windows = windows.unflatten(1, (-1, groups))  # <- here
    y = torch.einsum("bcghwij,gocij->bgohw", windows, weight.unflatten(0, (groups, -1))).flatten(1, 2)
    return y if bias is None else y + bias.view(1, -1, 1, 1)
