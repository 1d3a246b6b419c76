"""How two unequal tensors relate, in a learner's words: swapped, scaled, shifted, shuffled, rounded, masked.

Nothing is said that could be an accident: a relation has to explain every element that differs, and there have to be
enough different ones among them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch

from gradschool.inside.constants import factor_in_words, shift_in_words

LARGEST = 100_000
_FEWEST = 3  # elements that differ and are not all alike, before a relation between numbers is believed
# How far a relation may be off, relative to the value and to the typical one.
_TOLERANCE = {torch.float64: 1e-7, torch.float32: 3e-5, torch.bfloat16: 2e-2, torch.float16: 3e-3}
_STEP = 4099  # a prime: strides through a large tensor without keeping to one column

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def explain(
    wanted: torch.Tensor, got: torch.Tensor, axes: tuple[str, ...] = (), wrong: torch.Tensor | None = None
) -> str:
    """One short clause on how `got` relates to `wanted`, "" where nothing sure is found.

    Args:
        wanted: what was expected.
        got: what came, of the same shape and dtype.
        axes: what the task calls the axes, if it names them.
        wrong: which elements differ; worked out where it is not given.
    """
    if wanted.shape != got.shape or wanted.dtype != got.dtype or wanted.is_complex() or wanted.numel() < 2:
        return ""
    if wanted.dtype is torch.bool:
        inverted = bool((wanted != got).all()) and wanted.numel() >= _FEWEST and wanted.any() and not wanted.all()
        if inverted:
            return "every value is inverted: True where False is expected"
    pair = _Pair(wanted, got, axes, wrong)
    with np.errstate(all="ignore"):
        return pair.explained() if bool(pair.wrong.any()) else ""


class _Pair:
    """Two arrays of one shape, and where they differ."""

    def __init__(
        self, wanted: torch.Tensor, got: torch.Tensor, axes: tuple[str, ...], wrong: torch.Tensor | None
    ) -> None:
        self.dtype, self.axes, self.sizes = wanted.dtype, axes, tuple(wanted.shape)
        self.tolerance = _TOLERANCE.get(wanted.dtype, 1e-12)
        self.sampled = wanted.numel() > LARGEST
        if self.sampled:
            places = (torch.arange(LARGEST // 10) * _STEP) % wanted.numel()
            wanted, got = wanted.flatten()[places], got.flatten()[places]
            wrong = wrong.flatten()[places] if wrong is not None else None
        self.wanted, self.got = _array(wanted), _array(got)
        self.wrong: Mask = ~self.close(self.wanted, self.got) if wrong is None else wrong.numpy()

    def close(self, wanted: Array, got: Array) -> Mask:
        """Which elements are the same up to rounding, NaN to NaN and inf to inf."""
        finite = np.abs(wanted[np.isfinite(wanted)])
        typical = float(finite.mean()) if finite.size else 0.0
        near = np.abs(got - wanted) <= self.tolerance * (np.abs(wanted) + typical)
        same: Mask = near | (got == wanted) | (np.isnan(got) & np.isnan(wanted))
        return same

    def same(self, wanted: Array, got: Array) -> bool:
        return bool(self.close(wanted, got).all())

    def explained(self) -> str:
        for find in (_not_finite, _all_alike):
            if said := find(self):
                return said
        if not self.sampled and (said := _moved(self, self.wanted, self.got)):
            return said
        if not self.sampled and (said := _normalized_elsewhere(self)):
            return said
        relation, everywhere = _relation(self)
        region = "" if self.sampled else _region(self)
        if relation and everywhere:
            return relation
        if relation:
            return f"{region}; there {relation}" if region else f"where they differ, {relation}"
        return self._cropped(region) if region else _alike_along(self)

    def _cropped(self, region: str) -> str:
        """The region, with how its elements were moved if they were."""
        keep = np.ix_(*(np.flatnonzero(self.wrong.any(_others(axis, self.wrong.ndim))) for axis in self._range))
        moved = _moved(self, self.wanted[keep], self.got[keep])
        return f"{region}; there {moved}" if moved else region

    @property
    def _range(self) -> range:
        return range(self.wrong.ndim)

    def axis(self, number: int) -> str:
        return f"`{self.axes[number]}`" if number < len(self.axes) else f"axis {number}"

    def two_axes(self, one: int, other: int) -> str:
        if other < len(self.axes):
            return f"`{self.axes[one]}` and `{self.axes[other]}`"
        return f"axis {one} and {other}"

    def place(self, axis: int) -> str:
        """What one index of an axis is called, the index to be put behind it."""
        if axis < len(self.axes):
            return f"`{self.axes[axis]}`"
        return {1: ["position"], 2: ["row", "column"]}.get(self.wrong.ndim, [f"axis {n} at" for n in self._range])[axis]


def _array(tensor: torch.Tensor) -> Array:
    made: Array = tensor.detach().double().numpy()
    return made


def _others(axis: int, ndim: int) -> tuple[int, ...]:
    return tuple(other for other in range(ndim) if other != axis)


def _varied(values: Array) -> bool:
    """Whether there are enough different values that a relation between them can't be an accident."""
    return values.size >= _FEWEST and np.unique(values.round(12)).size >= _FEWEST


# --------------------------------------------------------------------------- what is not a number, what never changes


def _not_finite(pair: _Pair) -> str:
    for name, test in (("NaN", np.isnan), ("infinite", np.isinf)):
        came, asked = test(pair.got), test(pair.wanted)
        if bool((came & ~asked & pair.wrong).any()):
            return _unasked(pair, name, came & ~asked)
        if bool((asked & ~came).any()) and not bool((pair.wrong & ~asked).any()):
            return f"only where {name if name == 'NaN' else 'an infinity'} is expected: numbers came instead"
    return ""


def _unasked(pair: _Pair, name: str, bad: Mask) -> str:
    if bad.all():
        return f"every value is {name}"
    count = int(bad.sum())
    rest = "; the others are right" if not bool((pair.wrong & ~bad).any()) else ""
    if not pair.sampled:
        for axis in pair._range:
            whole = bad.all(_others(axis, bad.ndim))
            if bad.ndim > 1 and bool(whole.any()) and int(whole.sum()) * bad.size // whole.size == count:
                return f"{name} in the whole of {_places(pair, axis, np.flatnonzero(whole))}{rest}"
    return f"{name} at {count} place{'s' if count > 1 else ''} where a number is expected{rest}"


def _places(pair: _Pair, axis: int, indices: npt.NDArray[np.intp]) -> str:
    word, shown = pair.place(axis), [str(index) for index in indices[:3]]
    if len(indices) == 1:
        return f"{word} {shown[0]}"
    plural = f"{word}s" if word in ("row", "column", "position") else word
    return f"{plural} {', '.join(shown)}{' and more' if len(indices) > 3 else ''}"


def _all_alike(pair: _Pair) -> str:
    if pair.dtype is torch.bool:
        return ""
    if np.ptp(pair.got) == 0 and np.unique(pair.wanted).size >= 2:
        value = float(pair.got.flat[0])
        return f"every value is {'zero' if value == 0 else f'the same, {value:.6g}'}"
    return ""


def _alike_along(pair: _Pair) -> str:
    """What never changes along an axis although it should."""
    if pair.sampled or pair.got.ndim < 2 or pair.dtype is torch.bool:
        return ""
    for axis in pair._range:
        size = pair.got.shape[axis]
        if size > 1 and pair.got.size // size > 1 and bool((np.ptp(pair.got, axis) == 0).all()):
            if bool((np.ptp(pair.wanted, axis) > 0).any()):
                return f"the values are the same at every index of {pair.axis(axis)}"
    return ""


# --------------------------------------------------------------------------- the right numbers in wrong places


def _moved(pair: _Pair, wanted: Array, got: Array) -> str:
    """The right values elsewhere: one step off, or in another order."""
    if pair.dtype is torch.bool or np.unique(wanted).size < _FEWEST + 1:
        return ""
    if pair.same(np.sort(wanted, None), np.sort(got, None)):
        return _permuted(pair, wanted, got) or _turned(pair, wanted, got) or _shuffled(pair, wanted, got)
    return _off_by_one(pair, wanted, got)


def _permuted(pair: _Pair, wanted: Array, got: Array) -> str:
    """Axes in another order, with or without a reshape that hides it; the fewest moved axes win."""
    ndim = wanted.ndim
    if not 2 <= ndim <= 5:
        return ""
    orders = sorted(itertools.permutations(range(ndim)), key=lambda order: sum(a != b for a, b in enumerate(order)))
    for order in orders[1:]:
        turned = wanted.transpose(order)
        if not pair.same(turned.reshape(wanted.shape), got):
            continue
        moved = [axis for axis in range(ndim) if order[axis] != axis]
        named = pair.two_axes(*moved) if len(moved) == 2 else f"the axes (the order is {order})"
        if turned.shape != wanted.shape:
            return f"the right values in another order: {named} look swapped, and a reshape hides it"
        return f"{named} look swapped" if len(moved) == 2 else f"{named} look permuted"
    return ""


def _turned(pair: _Pair, wanted: Array, got: Array) -> str:
    """Reversed, in swapped halves, or one place further round."""
    for axis, size in enumerate(wanted.shape):
        if size == 1:
            continue
        if pair.same(np.flip(wanted, axis), got):
            return f"the order along {pair.axis(axis)} is reversed"
        if size > 2 and size % 2 == 0 and pair.same(np.roll(wanted, size // 2, axis), got):
            return f"the two halves along {pair.axis(axis)} are swapped"
        for step, word in ((1, "later"), (-1, "earlier")):
            if pair.same(np.roll(wanted, step, axis), got):
                return f"off by one along {pair.axis(axis)}: every value stands one place {word}, around the end"
    return ""


def _shuffled(pair: _Pair, wanted: Array, got: Array) -> str:
    if wanted.ndim > 1:
        for axis in range(wanted.ndim):
            if wanted.shape[axis] > 2 and pair.same(np.sort(wanted, axis), np.sort(got, axis)):
                return f"the right values, but in another order along {pair.axis(axis)}"
    if wanted.ndim > 1:
        return "the right values in wrong places: the order of the axes was lost in a reshape"
    return "the right values, but in another order"


def _off_by_one(pair: _Pair, wanted: Array, got: Array) -> str:
    """All but what stands at the edge, one place further."""
    for axis, size in enumerate(wanted.shape):
        if size < 4:
            continue
        lower, upper = ([slice(None)] * wanted.ndim for _ in range(2))
        lower[axis], upper[axis] = slice(0, -1), slice(1, None)
        if not _varied(wanted[tuple(lower)]):
            continue
        if pair.same(wanted[tuple(lower)], got[tuple(upper)]):
            return f"off by one along {pair.axis(axis)}: every value stands one place later than it should"
        if pair.same(wanted[tuple(upper)], got[tuple(lower)]):
            return f"off by one along {pair.axis(axis)}: every value stands one place earlier than it should"
    return ""


def _normalized_elsewhere(pair: _Pair) -> str:
    """Sums of one, or means of zero, along another axis than expected."""
    if pair.got.ndim < 2 or pair.dtype is torch.bool or not pair.dtype.is_floating_point:
        return ""
    scale = float(np.abs(pair.wanted).mean())
    for words, total in (("adds up to one", 1.0), ("has mean zero", 0.0)):
        asked, came = (
            [
                axis
                for axis in pair._range
                if side.shape[axis] > 1 and bool((np.abs(side.sum(axis) - total) <= 10 * pair.tolerance * scale * side.shape[axis]).all())
            ]
            for side in (pair.wanted, pair.got)
        )
        if len(asked) == 1 and len(came) == 1 and asked != came:
            return f"it {words} along {pair.axis(came[0])}, and should along {pair.axis(asked[0])}"
    return ""


# --------------------------------------------------------------------------- one number made from the other


def _relation(pair: _Pair) -> tuple[str, bool]:
    """How the elements that differ come from the expected ones, and whether the others do so too."""
    if pair.dtype is torch.bool:
        return "", False
    wanted, got = pair.wanted[pair.wrong], pair.got[pair.wrong]
    if not (np.isfinite(wanted).all() and np.isfinite(got).all()):
        return "", False
    if said := _masked(wanted, got):
        return said, bool(pair.wrong.all())
    if not _varied(wanted):
        return "", False
    for find in (_factor, _shift, _function):
        if found := find(pair, wanted, got):
            said, apply = found
            return said, pair.same(apply(pair.wanted), pair.got)
    if said := _rounded(pair, wanted, got) or _function_along(pair) or _constant_by_axis(pair):
        return said, True
    return "", False


def _masked(wanted: Array, got: Array) -> str:
    if wanted.size >= 2 and not got.any():
        return "zeros came where values are expected"
    if wanted.size >= 2 and not wanted.any():
        return "values came where zeros are expected"
    return ""


Found = tuple[str, Callable[[Array], Array]] | None


def _factor(pair: _Pair, wanted: Array, got: Array) -> Found:
    if (below := float((wanted * wanted).sum())) == 0:
        return None
    factor = float((wanted * got).sum()) / below
    if factor == 0 or abs(factor - 1) < 20 * pair.tolerance or not pair.same(factor * wanted, got):
        return None
    return factor_in_words(factor, pair.sizes, pair.tolerance), lambda values: factor * values


def _shift(pair: _Pair, wanted: Array, got: Array) -> Found:
    shift, typical = float((got - wanted).mean()), float(np.abs(wanted).mean())
    if abs(shift) <= 20 * pair.tolerance * typical or np.abs(got - wanted - shift).max() > pair.tolerance * (
        typical + abs(shift)
    ):
        return None
    return shift_in_words(shift, pair.sizes, pair.tolerance), lambda values: values + shift


def _logistic(values: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-values)))


_FUNCTIONS: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("each value is the exponential of the expected one", np.exp),
    ("each value is the logarithm of the expected one", np.log),
    ("each value is the square of the expected one", np.square),
    ("each value is the square root of the expected one", np.sqrt),
    ("each value is 1 over the expected one", np.reciprocal),
    ("the sign is lost", np.abs),
    ("each value is the sigmoid of the expected one", _logistic),
    ("each value is tanh of the expected one", np.tanh),
    ("negative values became zero", lambda values: np.maximum(values, 0)),
)


def _function(pair: _Pair, wanted: Array, got: Array) -> Found:
    if not pair.dtype.is_floating_point:
        return None
    for said, apply in _FUNCTIONS:
        if pair.same(apply(wanted), got):
            return said, apply
    if pair.same(np.square(got), wanted) or pair.same(_logistic(got), wanted) or pair.same(np.tanh(got), wanted):
        name = {0: "square", 1: "sigmoid", 2: "tanh"}[
            [pair.same(f(got), wanted) for f in (np.square, _logistic, np.tanh)].index(True)
        ]
        return f"the {name} is still missing: with it the values are right", lambda values: values
    return None
