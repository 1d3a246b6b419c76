"""The right numbers in wrong places: axes swapped, order reversed, one step off, shuffled by a reshape."""

from __future__ import annotations

import itertools

import numpy as np

from gradschool.inside.explain.pairs import FEWEST, Array, Pair

MOST_AXES = 5


def moved(pair: Pair, wanted: Array, got: Array) -> str:
    """How the values of `wanted` stand in other places in `got`; both may be parts of the pair's arrays."""
    if np.unique(wanted).size <= FEWEST:
        return ""
    if _same_values(pair, wanted, got):
        return _permuted(pair, wanted, got) or _turned(pair, wanted, got)
    return _off_by_one(pair, wanted, got)


def shuffled(pair: Pair) -> str:
    """The right values in an order that has no shorter name."""
    wanted, got = pair.wanted, pair.got
    if np.unique(wanted).size <= FEWEST or not _same_values(pair, wanted, got):
        return ""
    if wanted.ndim == 1:
        return "the right values, but in another order"
    for axis, size in enumerate(wanted.shape):
        if size > 2 and pair.same(np.sort(wanted, axis), np.sort(got, axis)):
            return f"the right values, but in another order along {pair.axis(axis)}"
    return "the right values in wrong places, as a reshape across the axes leaves them"


def _same_values(pair: Pair, wanted: Array, got: Array) -> bool:
    return pair.same(np.sort(wanted, None), np.sort(got, None))


def _permuted(pair: Pair, wanted: Array, got: Array) -> str:
    """Axes in another order, also where a reshape hides it; the order that moves the fewest axes is named."""
    ndim = wanted.ndim
    if not 2 <= ndim <= MOST_AXES:
        return ""
    orders = sorted(itertools.permutations(range(ndim)), key=lambda order: sum(a != b for a, b in enumerate(order)))
    for order in orders[1:]:
        turned = wanted.transpose(order)
        if not pair.same(turned.reshape(wanted.shape), got):
            continue
        changed = [axis for axis in range(ndim) if order[axis] != axis]
        if len(changed) == 2:
            said = f"{pair.two_axes(*changed)} look swapped"
        else:
            said = f"the axes look permuted, in the order {order}"
        hidden = turned.shape != wanted.shape
        return f"the right values in wrong places: {said}, and a reshape hides it" if hidden else said
    return ""


def _turned(pair: Pair, wanted: Array, got: Array) -> str:
    """Reversed, in swapped halves, or one place further and around the end."""
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


def _off_by_one(pair: Pair, wanted: Array, got: Array) -> str:
    """All but what stands at the edge, one place further."""
    for axis, size in enumerate(wanted.shape):
        if size < 4:
            continue
        first, second = np.moveaxis(wanted, axis, 0), np.moveaxis(got, axis, 0)
        for here, there, word in ((first[:-1], second[1:], "later"), (first[1:], second[:-1], "earlier")):
            if np.unique(here).size >= FEWEST and pair.same(here, there):
                return f"off by one along {pair.axis(axis)}: every value stands one place {word} than it should"
    return ""


def normalized_elsewhere(pair: Pair) -> str:
    """Sums of one, or means of zero, along another axis than expected."""
    if pair.got.ndim < 2 or not pair.dtype.is_floating_point or not pair.finite:
        return ""
    for words, total in (("adds up to one", 1.0), ("has mean zero", 0.0)):
        asked, came = _axes_of_sum(pair, pair.wanted, total), _axes_of_sum(pair, pair.got, total)
        if len(asked) == 1 and len(came) == 1 and asked != came:
            return f"it {words} along {pair.axis(came[0])}, where it should along {pair.axis(asked[0])}"
    return ""


def _axes_of_sum(pair: Pair, values: Array, total: float) -> list[int]:
    off = 3 * pair.tolerance * float(np.abs(values).mean())
    if off == 0:
        return []
    return [
        axis
        for axis, size in enumerate(values.shape)
        if size > 1 and values.size // size > 1 and bool((np.abs(values.sum(axis) - total) <= off * size).all())
    ]
