"""Where two tensors differ: in one row, after the first, above the diagonal, where a NaN came."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradschool.inside.explain.pairs import FEWEST, Mask, Pair, others


def region(pair: Pair) -> str:
    """The part of the tensor that is wrong, if it is one that a few words describe."""
    wrong = pair.wrong
    if int(wrong.sum()) < FEWEST or int((~wrong).sum()) < 2:
        return ""
    if said := _triangle(wrong):
        return said
    named = [(share, said) for share, said in _along_axes(pair) if said]
    if named:
        return min(named, key=lambda each: each[0])[1]
    negative = pair.wanted < 0
    if not pair.logical and FEWEST <= int(negative.sum()) <= wrong.size - FEWEST and bool((negative == wrong).all()):
        return "right where a positive value is expected, wrong where a negative one is"
    return ""


def _triangle(wrong: Mask) -> str:
    if wrong.ndim < 2 or min(wrong.shape[-2:]) < 3:
        return ""
    rows, columns = np.arange(wrong.shape[-2])[:, None], np.arange(wrong.shape[-1])
    for mask, said in (
        (rows == columns, "wrong only on the diagonal"),
        (rows != columns, "right only on the diagonal"),
        (rows < columns, "wrong only above the diagonal"),
        (rows > columns, "wrong only below the diagonal"),
    ):
        inside = np.broadcast_to(mask, wrong.shape)
        if not wrong[~inside].any() and bool(wrong[inside].mean() > 0.8):
            return said
    return ""


def _along_axes(pair: Pair) -> Iterator[tuple[float, str]]:
    for axis, size in enumerate(pair.wrong.shape):
        touched = [int(index) for index in np.flatnonzero(pair.wrong.any(others(axis, pair.wrong.ndim)))]
        share = len(touched) / size
        # Where most of what is named is right after all, naming it would mislead.
        if share < 1 and int(pair.wrong.sum()) > 0.7 * share * pair.wrong.size:
            yield share, _indices(pair, axis, touched, size)


def _indices(pair: Pair, axis: int, touched: list[int], size: int) -> str:
    first, last = touched[0], touched[-1]
    if len(touched) == 1:
        return f"right except {pair.at(axis, touched)}"
    if touched == list(range(first, last + 1)):
        if last == size - 1:
            before = pair.at(axis, list(range(first)))
            return f"right {before}, wrong after" if first == 1 else f"wrong from {_to(pair, axis, first)} on"
        if first == 0:
            return f"wrong up to {_to(pair, axis, last)}, right after"
    if len(touched) >= 2 and size >= 4 and touched == list(range(first, size, 2)):
        which = "odd" if first else "even"
        return f"right except {pair.at(axis, touched)} (the {which} ones)"
    if len(touched) == size - 1 and size > 2:
        return f"right only {pair.at(axis, [each for each in range(size) if each not in touched])}"
    return f"right except {pair.at(axis, touched)}" if len(touched) <= 4 else ""


def _to(pair: Pair, axis: int, index: int) -> str:
    return pair.at(axis, [index]).partition(" ")[2]


def not_finite(pair: Pair) -> str:
    """NaN or an infinity where a number is expected, and the other way round."""
    for name, test in (("NaN", np.isnan), ("inf", np.isinf)):
        bad = test(pair.got) & pair.wrong
        if bool(bad.any()):
            return _unasked(pair, name, bad)
        asked = test(pair.wanted) & pair.wrong
        if bool(asked.any()) and bool((asked == pair.wrong).all()):
            return f"only the places are wrong where {name} is expected"
    return ""


def _unasked(pair: Pair, name: str, bad: Mask) -> str:
    if bad.all():
        return f"every value is {name}"
    rest = "; the others are right" if bool((pair.wrong == bad).all()) else ""
    if not pair.sampled and bad.ndim > 1:
        for axis in range(bad.ndim):
            whole = bad.all(others(axis, bad.ndim))
            if bool(whole.any()) and int(whole.sum()) * (bad.size // whole.size) == int(bad.sum()):
                places = pair.at(axis, [int(index) for index in np.flatnonzero(whole)])
                return f"{name} everywhere {places}{rest}"
    if (count := int(bad.sum())) == 1:
        return ""  # the first place that differs says it already
    return f"{name} at {count} places{rest}"


def all_alike(pair: Pair) -> str:
    """One value everywhere, where different ones are expected."""
    value = float(pair.got.flat[0])
    if (
        not pair.finite
        or pair.got.size < (FEWEST if value else 2)
        or float(np.ptp(pair.got)) > 0
        or np.unique(pair.wanted).size < 2
    ):
        return ""
    return f"every value is the same, {value:.6g}" if value else "every value is zero"


def alike_along(pair: Pair) -> str:
    """What never changes along an axis although it should."""
    for axis, size in enumerate(pair.got.shape):
        rest = pair.got.size // size
        if size > 1 and rest > 1 and not np.ptp(pair.got, axis).any() and bool(np.ptp(pair.wanted, axis).any()):
            return f"the values are the same all along {pair.axis(axis)}"
    return ""
