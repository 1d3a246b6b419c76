"""Each pixel is a Python number, so no gradient comes back.

`.item()` takes a number out of the graph, and what is written into a fresh tensor knows nothing of where it came from.
Keep to tensors: slices and sums carry their gradient.
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
    y = torch.zeros(len(x), len(weight), h, w, dtype=x.dtype)
    for b, o, i, j in [(b, o, i, j) for b in range(len(x)) for o in range(len(weight)) for i in range(h) for j in range(w)]:
        first = o // (len(weight) // groups) * weight.shape[1]
        window = x[b, first : first + weight.shape[1], i * sh :, j * sw :][:, : dh * (kh - 1) + 1 : dh, : dw * (kw - 1) + 1 : dw]
        y[b, o, i, j] = (window * weight[o]).sum().item()  # <- here
    return y if bias is None else y + bias.view(1, -1, 1, 1)
