"""A weight for one channel was stretched over all of them.

`einsum` and `*` broadcast an axis of size 1, so three channels and a weight for one give a result, and it is the answer to another question.
Compare `input.shape[1]` with `groups * weight.shape[1]` yourself, and raise.
"""
import torch
from torch.nn import functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    x = F.pad(input, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    windows = x.unfold(2, dh * (kh - 1) + 1, sh)[..., ::dh].unfold(3, dw * (kw - 1) + 1, sw)[..., ::dw]
    windows = windows.unflatten(1, (groups, -1))  # <- here
    y = torch.einsum("bgchwij,gocij->bgohw", windows, weight.unflatten(0, (groups, -1))).flatten(1, 2)
    return y if bias is None else y + bias.view(1, -1, 1, 1)
