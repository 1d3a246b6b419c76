"""The product with the columns is right, and then a reshape scrambled it.

`(batch, positions, out_channels)` holds the channels of one pixel side by side; `(batch, out_channels, h, w)` wants the pixels of one channel side by side.
An axis moves with `transpose` or `permute`; then `unflatten` the positions into `(h, w)`.
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
    batch, channels, h, w = windows.shape[:4]
    blocks = []
    for part, kernels in zip(windows.chunk(groups, 1), weight.chunk(groups, 0), strict=True):
        columns = part.permute(0, 2, 3, 1, 4, 5).flatten(3).flatten(1, 2)
        products = columns @ kernels.flatten(1).T
        blocks.append(products.reshape(batch, len(kernels), h, w))  # <- here
    y = torch.cat(blocks, 1)
    return y if bias is None else y + bias.view(1, -1, 1, 1)
