"""The strides were worked out from the shape, as if `x` were contiguous.

A slice, a transpose or an expanded tensor has others, and the windows then read neighbors in *memory* that are no neighbors in `x`.
Take all of them from `x.stride()`.
"""
import math


def sliding_windows(x, size, step=1):
    *batch, length = x.shape
    if size > length:
        raise ValueError("no window fits")
    windows = (length - size) // step + 1
    strides = [math.prod(x.shape[axis + 1 :]) for axis in range(x.ndim - 1)]  # <- here
    return x.as_strided((*batch, windows, size), (*strides, step, 1), x.storage_offset())
