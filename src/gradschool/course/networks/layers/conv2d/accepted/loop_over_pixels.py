"""One output pixel at a time, stacked: slow, and right.
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
    kernels = weight.unflatten(0, (groups, -1))
    pixels = []
    for i in range(h):
        for j in range(w):
            rows, columns = slice(i * sh, i * sh + dh * (kh - 1) + 1, dh), slice(j * sw, j * sw + dw * (kw - 1) + 1, dw)
            window = x[:, :, rows, columns].unflatten(1, (groups, 1, -1))
            pixels.append((window * kernels).sum((-3, -2, -1)).flatten(1))
    y = torch.stack(pixels, -1).reshape(len(x), len(weight), h, w)
    return y if bias is None else y + bias[None, :, None, None]
