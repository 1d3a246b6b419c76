"""One number made from the other: times a constant, plus a constant, through a function, to fewer digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch

from gradschool.inside.explain.constants import factor_in_words, shift_in_words
from gradschool.inside.explain.pairs import FEWEST, Array, Mask, Pair

LARGEST_MULTIPLE = 64
Found = Iterator[tuple[str, Mask]]  # a sentence, and the elements that it explains


def proportion(pair: Pair) -> str:
    """The one factor or the one difference between all elements, if there is one: the simplest thing to say."""
    wanted, got = pair.wanted[pair.wrong], pair.got[pair.wrong]
    if pair.finite and pair.varied(wanted):
        for said, explained in (*_factor(pair, wanted, got), *_shift(pair, wanted, got)):
            if bool(explained.all()):
                return said
    return ""


def relation(pair: Pair) -> tuple[str, bool]:
    """What explains every element that differs, and whether it holds for those too that don't."""
    wanted, got = pair.wanted[pair.wrong], pair.got[pair.wrong]
    if not bool(np.isfinite(wanted).all() and np.isfinite(got).all()):
        return "", False
    finders = [_signs, _masked]
    if pair.varied(wanted):
        finders += [_factor, _shift, _functions, _rounded]
        finders += [_along, _constants_along] if pair.finite and not pair.sampled else []
    for find in finders:
        for said, explained in find(pair, wanted, got):
            if bool(explained[pair.wrong].all()):
                return said, bool(explained.all())
    return "", False


def single(wanted: torch.Tensor, got: torch.Tensor) -> str:
    """One number that is a small multiple or part of the other, to all its digits."""
    if wanted.dtype not in (torch.float32, torch.float64):
        return ""
    asked, came, tolerance = float(wanted), float(got), 8 * torch.finfo(wanted.dtype).eps
    if not np.isfinite([asked, came]).all() or asked == 0 or came == 0:
        return ""
    # Of round numbers every one is a simple multiple of another: that would say nothing.
    if abs(asked * 720 - round(asked * 720)) <= abs(asked) * 1e-4:
        return ""
    factor = came / asked
    for count in range(1, LARGEST_MULTIPLE + 1):
        if any(abs(abs(factor) - value) <= tolerance * value for value in (count, 1 / count)) and factor != 1:
            return factor_in_words(factor, (), tolerance).replace("every value", "it")
    return ""


def rounded(pair: Pair) -> str:
    """Whether these are the digits of a smaller dtype."""
    wanted, got = pair.wanted[pair.wrong], pair.got[pair.wrong]
    return next((said for said, explained in _rounded(pair, wanted, got) if bool(explained[pair.wrong].all())), "")


def _signs(pair: Pair, _wanted: Array, _got: Array) -> Found:
    """What became of negative numbers, where positive ones are right."""
    negative = pair.wanted < 0
    if FEWEST <= int(negative.sum()) <= negative.size - FEWEST:
        if not bool((pair.wrong & ~negative).any()):
            yield "the sign is lost: every value is the absolute one", pair.close(np.abs(pair.wanted), pair.got)
        if bool((negative == pair.wrong).all()) and not pair.got[negative].any():
            yield "negative values became zero", np.ones_like(negative)


def _masked(pair: Pair, wanted: Array, got: Array) -> Found:
    if wanted.size >= 2 and not got.any():
        yield "zeros came where other values are expected", pair.wrong
    if wanted.size >= 2 and not wanted.any():
        yield "other values came where zeros are expected", pair.wrong


def _factor(pair: Pair, wanted: Array, got: Array) -> Found:
    factor = float((wanted * got).sum()) / float((wanted * wanted).sum())
    if factor != 0 and abs(factor - 1) > 20 * pair.tolerance:
        explained = pair.close(factor * pair.wanted, pair.got)
        if bool(explained[pair.wrong].all()):
            yield factor_in_words(factor, pair.sizes, pair.tolerance), explained


def _shift(pair: Pair, wanted: Array, got: Array) -> Found:
    shift, typical = float((got - wanted).mean()), float(np.abs(wanted).mean())
    off = pair.tolerance * (typical + abs(shift))
    # A shift that drowns the numbers leaves no digits to compare: then any numbers would do.
    if abs(shift) > 20 * off and float(np.ptp(wanted)) > 20 * off:
        explained: Mask = np.abs(pair.got - pair.wanted - shift) <= off
        if bool(explained[pair.wrong].all()):
            yield shift_in_words(shift, pair.sizes, pair.tolerance), explained


def _logistic(values: Array) -> Array:
    made: Array = 1 / (1 + np.exp(-values))
    return made


_FUNCTIONS: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("exponential", np.exp),
    ("logarithm", np.log),
    ("square", np.square),
    ("square root", np.sqrt),
    ("sigmoid", _logistic),
    ("tanh", np.tanh),
)


def _functions(pair: Pair, _wanted: Array, _got: Array) -> Found:
    """A function too many, or one that is missing."""
    if not pair.dtype.is_floating_point:
        return
    for name, apply in _FUNCTIONS:
        yield f"each value is the {name} of the expected one", pair.close(apply(pair.wanted), pair.got)
    for name, apply in _FUNCTIONS[4:]:
        yield f"each value is right before the {name}, which is missing", pair.close(pair.wanted, apply(pair.got))
    yield "each value is 1 over the expected one", pair.close(1 / pair.wanted, pair.got)


def _rounded(pair: Pair, wanted: Array, got: Array) -> Found:
    """Numbers with no more digits than a smaller dtype holds, where the expected ones have more."""
    smaller = {
        torch.float64: (torch.bfloat16, torch.float16, torch.float32),
        torch.float32: (torch.bfloat16, torch.float16),
    }
    for low in smaller.get(pair.dtype, ()):
        eps = torch.finfo(low).eps
        held = _held(pair.got, low)
        near = np.abs(pair.got - pair.wanted) <= 4 * eps * (np.abs(pair.wanted) + float(np.abs(wanted).mean()))
        if int((~_held(wanted, low)).sum()) >= FEWEST and pair.varied(got):
            name = str(low).removeprefix("torch.")
            yield f"these are only the digits of {name}: it was computed or stored in it", held & near


def _held(values: Array, dtype: torch.dtype) -> Mask:
    held: Mask = torch.from_numpy(values).to(dtype).double().numpy() == values
    return held


# --------------------------------------------------------------------------- along an axis


def _softmax(values: Array, axis: int) -> Array:
    powers = np.exp(values - values.max(axis, keepdims=True))
    made: Array = powers / powers.sum(axis, keepdims=True)
    return made


_ALONG: tuple[tuple[str, Callable[[Array, int], Array]], ...] = (
    ("softmax", _softmax),
    ("log_softmax", lambda values, axis: np.log(_softmax(values, axis))),
    ("dividing by the sum", lambda values, axis: values / values.sum(axis, keepdims=True)),
    ("dividing by the length", lambda values, axis: values / np.linalg.norm(values, axis=axis, keepdims=True)),
    ("subtracting the mean", lambda values, axis: values - values.mean(axis, keepdims=True)),
    ("subtracting the maximum", lambda values, axis: values - values.max(axis, keepdims=True)),
    ("a running sum", np.cumsum),
)


def _along(pair: Pair, _wanted: Array, _got: Array) -> Found:
    """A function along an axis that is missing, or came once more."""
    for axis, size in enumerate(pair.got.shape):
        if size < FEWEST:
            continue
        for name, apply in _ALONG:
            yield f"{name} along {pair.axis(axis)} is missing", pair.close(pair.wanted, apply(pair.got, axis))
        for name, apply in (_ALONG[0], _ALONG[-1]):
            yield f"{name} along {pair.axis(axis)} came once more", pair.close(apply(pair.wanted, axis), pair.got)


def _constants_along(pair: Pair, _wanted: Array, _got: Array) -> Found:
    """One factor or one difference for each row: something along that axis was reckoned wrongly."""
    wanted, got = pair.wanted, pair.got
    for axis, size in enumerate(got.shape):
        if size < FEWEST or got.size // size < 2 or not bool((np.ptp(wanted, axis) > 0).all()):
            continue
        factor = (wanted * got).sum(axis, keepdims=True) / (wanted * wanted).sum(axis, keepdims=True)
        yield f"along {pair.axis(axis)} all values are off by one common factor", pair.close(factor * wanted, got)
        shift = (got - wanted).mean(axis, keepdims=True)
        if bool((np.ptp(wanted, axis) > 100 * pair.tolerance * np.abs(got).max()).all()):
            explained: Mask = np.abs(got - wanted - shift) <= pair.tolerance * np.abs(wanted).mean()
            yield f"along {pair.axis(axis)} all values are off by one common difference", explained
