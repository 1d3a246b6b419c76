"""Two arrays of one shape, where they differ, and what their axes are called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import torch

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LARGEST = 100_000
FEWEST = 3  # different numbers, before a relation between them is believed
FEWEST_COARSE = 6  # the same where each has only two or three digits
# How far a relation may be off, relative to a value and to the typical one.
_TOLERANCE = {torch.float64: 1e-7, torch.float32: 3e-5, torch.bfloat16: 2e-2, torch.float16: 3e-3}
_STEP = 4099  # a prime: strides through a large tensor without keeping to one column


class Pair:
    """An expected tensor and the one that came, as arrays of float64; of large ones a sample without shape."""

    def __init__(
        self, wanted: torch.Tensor, got: torch.Tensor, axes: tuple[str, ...] = (), wrong: torch.Tensor | None = None
    ) -> None:
        self.dtype, self.axes, self.sizes = wanted.dtype, axes, tuple(wanted.shape)
        self.tolerance = _TOLERANCE.get(wanted.dtype, 1e-12)
        self.sampled = wanted.numel() > LARGEST
        if self.sampled:
            places = (torch.arange(LARGEST // 10) * _STEP) % wanted.numel()
            wanted, got = wanted.flatten()[places], got.flatten()[places]
            wrong = None if wrong is None else wrong.flatten()[places]
        self.wanted, self.got = array(wanted), array(got)
        self.wrong: Mask = ~self.close(self.wanted, self.got) if wrong is None else wrong.numpy()

    @property
    def logical(self) -> bool:
        """Whether these are truth values."""
        return self.dtype is torch.bool

    def varied(self, values: Array) -> bool:
        """Whether the values are different enough that a relation which holds for all of them is no accident."""
        return np.unique(values).size >= (FEWEST if self.tolerance < 1e-3 else FEWEST_COARSE)

    @cached_property
    def finite(self) -> bool:
        """Whether there is neither NaN nor infinity on either side."""
        return bool(np.isfinite(self.wanted).all() and np.isfinite(self.got).all())

    def close(self, wanted: Array, got: Array) -> Mask:
        """Which elements are the same up to rounding; NaN is NaN, and an infinity itself."""
        size = np.abs(wanted)
        typical = float(np.add.reduce(size, None)) / max(size.size, 1)
        same: Mask
        if math.isfinite(typical):  # the common case in few steps: this runs dozens of times for each pair
            same = np.abs(got - wanted) <= self.tolerance * (size + typical)
            return same
        finite = size[np.isfinite(size)]
        typical = float(finite.mean()) if finite.size else 0.0
        near = np.isfinite(wanted) & (np.abs(got - wanted) <= self.tolerance * (size + typical))
        same = near | (got == wanted) | (np.isnan(got) & np.isnan(wanted))
        return same

    def same(self, wanted: Array, got: Array) -> bool:
        """Whether all elements are."""
        return bool(self.close(wanted, got).all())

    def axis(self, number: int) -> str:
        """What an axis is called."""
        return f"`{self.axes[number]}`" if number < len(self.axes) else f"axis {number}"

    def two_axes(self, one: int, other: int) -> str:
        """What two axes are called together."""
        if other < len(self.axes):
            return f"`{self.axes[one]}` and `{self.axes[other]}`"
        return f"axis {one} and {other}"

    def at(self, axis: int, indices: Sequence[int]) -> str:
        """Where some indices of an axis are: "in row 2", "at indices 0 and 3 of axis 1"."""
        shown = [str(index) for index in indices[:4]]
        listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
        if len(indices) > 4:
            listed = f"{', '.join(shown)}, …"
        several = len(indices) > 1
        if axis >= len(self.axes) and len(self.sizes) <= 2:
            word = "position" if len(self.sizes) == 1 else ("row", "column")[axis]
            return f"{'at' if word == 'position' else 'in'} {word}{'s' if several else ''} {listed}"
        return f"at {'indices' if several else 'index'} {listed} of {self.axis(axis)}"


def array(tensor: torch.Tensor) -> Array:
    """A tensor's numbers."""
    made: Array = tensor.detach().double().numpy()
    return made


def others(axis: int, ndim: int) -> tuple[int, ...]:
    """All axes but one."""
    return tuple(other for other in range(ndim) if other != axis)
