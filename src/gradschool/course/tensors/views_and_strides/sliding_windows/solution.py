import torch


def sliding_windows(x: torch.Tensor, size: int, step: int = 1) -> torch.Tensor:
    """All windows along the last axis: (..., length) to (..., windows, size), a view of `x`.

    Windows that overlap share their elements, so the result can be read but not written in place.

    Raises:
        RuntimeError: `size` is larger than the length.
    """
    return x.unfold(-1, size, step)
