"""The columns hold (height, width, channel), the flattened weight holds (channel, height, width).

Both are vectors of the same length, so the product runs, and every number meets the wrong partner.
Bring the axes into one order before you flatten; with a single channel the two orders agree.
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
    blocks = []
    for part, kernels in zip(windows.chunk(groups, 1), weight.chunk(groups, 0), strict=True):
        columns = part.permute(0, 2, 3, 4, 5, 1).flatten(3)  # <- here
        blocks.append((columns @ kernels.flatten(1).T).permute(0, 3, 1, 2))
    y = torch.cat(blocks, 1)
    return y if bias is None else y + bias.view(1, -1, 1, 1)
