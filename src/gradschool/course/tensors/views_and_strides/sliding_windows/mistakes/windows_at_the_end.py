"""The two new axes are the wrong way round: (..., size, windows).

The windows come first, so that `result[..., w, :]` is a window.
"""


def sliding_windows(x, size, step=1):
    return x.unfold(-1, size, step).mT  # <- here
