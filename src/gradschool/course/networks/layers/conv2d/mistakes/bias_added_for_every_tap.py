"""The bias was added once for each pixel of the window.

It belongs outside of the loop: one number for each output, not for each product.
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
    h = (x.shape[2] - dh * (kh - 1) - 1) // sh + 1
    w = (x.shape[3] - dw * (kw - 1) - 1) // sw + 1
    b = torch.zeros((), dtype=x.dtype) if bias is None else bias[:, None, None]
    grouped = weight.unflatten(0, (groups, -1))
    y = 0
    for i in range(kh):
        for j in range(kw):
            slices = x[:, :, i * dh :: sh, j * dw :: sw][:, :, :h, :w].unflatten(1, (groups, -1))
            y = y + torch.einsum("bgchw,goc->bgohw", slices, grouped[..., i, j]).flatten(1, 2) + b  # <- here
    return y
