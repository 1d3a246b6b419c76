"""How two unequal tensors relate, in a learner's words: swapped, scaled, shifted, shuffled, rounded, masked.

Nothing is said that could be an accident: a relation has to explain every element that differs, and enough different
ones have to be among them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from gradschool.inside.explain.moves import moved, normalized_elsewhere, shuffled
from gradschool.inside.explain.pairs import FEWEST, Pair, others
from gradschool.inside.explain.regions import alike_along, all_alike, not_finite, region
from gradschool.inside.explain.relations import proportion, relation, rounded, single
from gradschool.inside.explain.shapes import shapes_in_words

LARGEST_NUMBER = 2**50  # beyond it float64 does not tell integers apart


def explain(
    wanted: torch.Tensor, got: torch.Tensor, axes: tuple[str, ...] = (), wrong: torch.Tensor | None = None
) -> str:
    """One short clause on how `got` relates to `wanted`; "" where nothing sure is found.

    Args:
        wanted: what was expected.
        got: what came, of the same shape and dtype.
        axes: what the task calls the axes, if it names them.
        wrong: which elements differ; worked out where it is not given.
    """
    if wanted.shape != got.shape or wanted.dtype != got.dtype or wanted.is_complex() or not wanted.numel():
        return ""
    if wanted.numel() == 1:
        return single(wanted, got)
    if not wanted.dtype.is_floating_point and not _moderate(wanted, got):
        return ""
    pair = Pair(wanted, got, axes, wrong)
    with np.errstate(all="ignore"):
        return _explained(pair) if bool(pair.wrong.any()) else ""


def explain_shape(wanted: Sequence[int], got: Sequence[int]) -> str:
    """How an unequal shape came about, in a few words; "" where nothing sure is found."""
    return shapes_in_words(tuple(wanted), tuple(got))


def _moderate(*tensors: torch.Tensor) -> bool:
    return all(each.dtype is torch.bool or int(each.abs().max()) < LARGEST_NUMBER for each in tensors)


def _explained(pair: Pair) -> str:
    if pair.logical:
        return _inverted(pair) or ("" if pair.sampled else region(pair))
    if said := not_finite(pair) or all_alike(pair):
        return said
    if bool(pair.close(pair.wanted, pair.got)[pair.wrong].any()):
        # A relation holds within some tolerance, and so does "the same": it would prove nothing.
        return rounded(pair) or _slightly(pair)
    if said := proportion(pair):
        return said
    if not pair.sampled and (said := moved(pair, pair.wanted, pair.got) or normalized_elsewhere(pair)):
        return said
    said, everywhere = relation(pair)
    if pair.sampled or (said and everywhere):
        return said if everywhere else f"where they differ, {said}" if said else ""
    place, there = region(pair), said or _moved_there(pair) or shuffled(pair) or alike_along(pair)
    if place and there:
        return f"{place}: {there}"
    return f"where they differ, {said}" if said else place or there


def _inverted(pair: Pair) -> str:
    both = 0 < pair.wanted.sum() < pair.wanted.size
    if both and bool(pair.wrong.all()) and pair.wanted.size >= FEWEST:
        return "every value is inverted: True where False is expected"
    return ""


def _slightly(pair: Pair) -> str:
    """How far off the furthest value is, where all are nearly right."""
    wanted, got = pair.wanted[pair.wrong], pair.got[pair.wrong]
    if not bool(pair.close(pair.wanted, pair.got).all()):
        return ""
    furthest = float((np.abs(got - wanted) / np.abs(wanted)).max())
    return f"nearly right: off by {furthest:.1g} of the value at most" if 0 < furthest < 1 else ""


def _moved_there(pair: Pair) -> str:
    """How the elements were moved within the part that is wrong."""
    if pair.wrong.all():
        return ""
    ndim = pair.wrong.ndim
    keep = np.ix_(*(np.flatnonzero(pair.wrong.any(others(axis, ndim))) for axis in range(ndim)))
    return moved(pair, pair.wanted[keep], pair.got[keep])
