"""The constants that people forget or add, by name: N, 1/N, N/(N−1), √d, 1/p, log N."""

from __future__ import annotations

import math
from collections.abc import Iterator

_EXACT = 1e-4  # with fewer digits than this, a number is near too many names to be given one that no axis suggests
_LARGEST_NAMED = 4096
_MADE_BY = (
    (math.log(2), "ln 2"),
    (math.log(10), "ln 10"),
    (math.pi, "π"),
    (2 * math.pi, "2π"),
    (math.pi / 180, "π/180"),
)


def factor_in_words(factor: float, sizes: tuple[int, ...], tolerance: float) -> str:
    """What "every value is `factor` times the expected one" means; `sizes` are those of the tensor's axes."""
    size, flipped = abs(factor), " and the sign is flipped" if factor < 0 else ""
    if _near(size, 1, tolerance):
        return "the sign is flipped" if factor < 0 else "nothing but rounding"
    for value, words in ((2.0, "twice"), (0.5, "half"), (100.0, "100 times"), (0.01, "a hundredth of")):
        if _near(size, value, tolerance):
            return f"every value is {words} the expected one{flipped}"
    for value, name in _candidates(sizes, tolerance):
        if _near(size, value, tolerance):
            return f"every value is {name} times the expected one{flipped}"
    return f"every value is {size:.5g} times the expected one{flipped}"


def shift_in_words(shift: float, sizes: tuple[int, ...], tolerance: float) -> str:
    """What "every value is the expected one plus `shift`" means."""
    size, word = abs(shift), "large" if shift > 0 else "small"
    if _near(size, 1, tolerance):
        return f"every value is one too {word}"
    counts = [*_counts(sizes), *(range(2, 65) if tolerance < _EXACT else ())]
    for count in counts:
        if _near(size, math.log(count), tolerance):
            return f"every value is {size:.5g} = log {count} too {word}"
    return f"every value is {size:.5g} too {word}"


def _near(value: float, other: float, tolerance: float) -> bool:
    return abs(value - other) <= tolerance * abs(other)


def _counts(sizes: tuple[int, ...]) -> list[int]:
    """What the axes suggest to be counted: each size, and all elements."""
    return sorted({size for size in (*sizes, math.prod(sizes)) if size > 1})


def _candidates(sizes: tuple[int, ...], tolerance: float) -> Iterator[tuple[float, str]]:
    """Constants with their names: first what an axis of the tensor suggests, then what is known anyway."""
    for count in _counts(sizes):
        yield from _of_count(count)
    if tolerance > _EXACT:
        return
    for percent in range(5, 100, 5):
        p = percent / 100
        yield p, f"{p:g}"
        yield 1 / p, f"{_whole_ratio(1 / p)}1/{p:g}"
    for count in range(3, 65):
        yield from _of_count(count)
    for value, name in _MADE_BY:
        yield value, name
        yield 1 / value, f"1/({name})" if "/" in name else f"1/{name}"
    for count in range(65, _LARGEST_NAMED + 1):
        yield float(count), str(count)
        yield 1 / count, f"1/{count}"


def _of_count(count: int) -> Iterator[tuple[float, str]]:
    yield float(count), str(count)
    yield 1 / count, f"1/{count}"
    yield count / (count - 1), f"{count}/{count - 1} = N/(N−1)"
    yield (count - 1) / count, f"{count - 1}/{count} = (N−1)/N"
    yield math.sqrt(count / (count - 1)), f"√({count}/{count - 1}) = √(N/(N−1))"
    yield math.sqrt((count - 1) / count), f"√({count - 1}/{count}) = √((N−1)/N)"
    if math.isqrt(count) ** 2 != count:
        yield math.sqrt(count), f"√{count}"
        yield 1 / math.sqrt(count), f"1/√{count}"
    else:
        yield math.sqrt(count), f"{math.isqrt(count)} = √{count}"
        yield 1 / math.sqrt(count), f"1/{math.isqrt(count)} = 1/√{count}"


def _whole_ratio(value: float) -> str:
    """`10/9 = ` for what is also N/(N−1)."""
    count = round(value / (value - 1))
    return f"{count}/{count - 1} = N/(N−1) or " if count > 2 and _near(value, count / (count - 1), 1e-9) else ""
