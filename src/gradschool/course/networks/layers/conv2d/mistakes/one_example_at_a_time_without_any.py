"""A batch without examples has nothing to stack.

`torch.stack([])` raises, so an empty batch does too.
Work on the whole batch at once: the batch axis is one more letter of the `einsum`, and its size may be 0.
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
    grouped = weight.unflatten(0, (groups, -1))
    each = [torch.einsum("gchwij,gocij->gohw", example, grouped).flatten(0, 1) for example in windows]
    y = torch.stack(each)  # <- here
    return y if bias is None else y + bias.view(1, -1, 1, 1)
