"""The windows are right, but each of them was copied.

`stack`, `cat` and lists of indices write every window out: windows of a thousand take a thousand times the memory.
A window is an offset and a stride; `unfold` or `as_strided` describe all of them at once.
"""
import torch


def sliding_windows(x, size, step=1):
    if size > x.shape[-1]:
        raise ValueError("no window fits")
    starts = range(0, x.shape[-1] - size + 1, step)
    return torch.stack([x[..., start : start + size] for start in starts], dim=-2)  # <- here
