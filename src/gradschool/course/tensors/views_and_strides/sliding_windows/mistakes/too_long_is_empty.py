"""A window longer than the tensor gave an empty result instead of an error.

Zero windows travel on as a mean of nothing, and become NaN somewhere else.
Fail here: `unfold` does, and with `as_strided` you check the size yourself.
"""


def sliding_windows(x, size, step=1):
    *batch, length = x.shape
    windows = max((length - size) // step + 1, 0)  # <- here
    strides = (*x.stride()[:-1], step * x.stride(-1), x.stride(-1))
    return x.as_strided((*batch, windows, size), strides, x.storage_offset())
