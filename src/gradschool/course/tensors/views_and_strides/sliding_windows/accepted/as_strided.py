"""`as_strided` with the strides and the offset of the input."""


def sliding_windows(x, size, step=1):
    *batch, length = x.shape
    if size > length:
        raise ValueError(f"a window of {size} does not fit into {length} elements")
    last = x.stride(-1)
    windows = (length - size) // step + 1
    return x.as_strided((*batch, windows, size), (*x.stride()[:-1], step * last, last), x.storage_offset())
