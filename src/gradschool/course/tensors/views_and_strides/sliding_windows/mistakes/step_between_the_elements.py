"""`step` went between the elements of a window, not between the windows.

That is a *dilated* window: it starts at every element and skips inside.
The stride of the axis of windows is `step` times the last stride of `x`; inside a window it is the last stride alone.
"""


def sliding_windows(x, size, step=1):
    *batch, length = x.shape
    if size > length:
        raise ValueError("no window fits")
    windows = max(length - (size - 1) * step, 0)
    strides = (*x.stride()[:-1], x.stride(-1), step * x.stride(-1))  # <- here
    return x.as_strided((*batch, windows, size), strides, x.storage_offset())
