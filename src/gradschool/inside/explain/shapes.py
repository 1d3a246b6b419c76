"""How an unequal shape came about: an axis kept or dropped, two swapped, several merged."""

from __future__ import annotations

import math

Shape = tuple[int, ...]


def shapes_in_words(wanted: Shape, got: Shape) -> str:
    """A few words on `got` where `wanted` is expected; "" where nothing sure is found."""
    if wanted == got:
        return ""
    if len(got) == len(wanted):
        return _reordered(wanted, got) or _one_size(wanted, got)
    if len(got) == len(wanted) + 1:
        return _one_more(wanted, got) or _split(wanted, got)
    if len(got) == len(wanted) - 1:
        return _one_less(wanted, got) or _merged(wanted, got)
    return _many(wanted, got)


def _reordered(wanted: Shape, got: Shape) -> str:
    if sorted(wanted) != sorted(got):
        return ""
    changed = [axis for axis in range(len(wanted)) if wanted[axis] != got[axis]]
    if len(changed) == 2:
        return f"axis {changed[0]} and {changed[1]} are swapped"
    return "the axes are the right ones in another order"


def _one_size(wanted: Shape, got: Shape) -> str:
    changed = [axis for axis in range(len(wanted)) if wanted[axis] != got[axis]]
    if len(changed) > 1:
        return "the number of elements is right, the axes are not" if math.prod(wanted) == math.prod(got) > 0 else ""
    axis = changed[0]
    asked, came = wanted[axis], got[axis]
    if asked == 1:
        grown = came in wanted[:axis] + wanted[axis + 1 :]
        return f"axis {axis} should have size one" + (": two axes were broadcast against each other" if grown else "")
    if came == 1:
        return f"axis {axis} has shrunk to size one"
    if abs(came - asked) == 1:
        return f"axis {axis} is one too {'long' if came > asked else 'short'}"
    if came == 2 * asked or asked == 2 * came:
        return f"axis {axis} is {'twice' if came > asked else 'half'} as long as it should be"
    return f"only axis {axis} differs: {came}, not {asked}"


def _inserted(short: Shape, long: Shape) -> list[int]:
    """The axes of `long` without which it would be `short`."""
    return [axis for axis in range(len(long)) if long[:axis] + long[axis + 1 :] == short]


def _one_more(wanted: Shape, got: Shape) -> str:
    if not (axes := _inserted(wanted, got)):
        return ""
    axis = axes[0]
    if got[axis] == 1:
        return f"axis {axis}, of size one, is one too many: was it kept by `keepdim` or put in by `[None]`?"
    if len(axes) > 1:
        return f"an axis of size {got[axis]} too many, as when ({got[axis]},) meets ({got[axis]}, 1)"
    return f"axis {axis}, of size {got[axis]}, is one too many: it was to be reduced"


def _one_less(wanted: Shape, got: Shape) -> str:
    if not (axes := _inserted(got, wanted)):
        return ""
    axis = axes[0]
    if wanted[axis] == 1:
        return f"axis {axis}, of size one, was dropped: `keepdim=True` keeps it, a bare `squeeze()` drops it"
    return f"axis {axis}, of size {wanted[axis]}, is missing: it was reduced or indexed away"


def _merged(wanted: Shape, got: Shape) -> str:
    for axis in range(len(got)):
        if _joined(wanted, axis) == got:
            return f"axis {axis} and {axis + 1} were merged into one"
    return ""


def _split(wanted: Shape, got: Shape) -> str:
    for axis in range(len(wanted)):
        if _joined(got, axis) == wanted:
            return f"axis {axis} was split into {got[axis]} × {got[axis + 1]}"
    return ""


def _joined(shape: Shape, axis: int) -> Shape:
    """The shape with an axis and the next one made into one."""
    return (*shape[:axis], shape[axis] * shape[axis + 1], *shape[axis + 2 :])


def _many(wanted: Shape, got: Shape) -> str:
    if not got:
        return "everything was reduced to one number"
    if not wanted:
        return "one number is expected: something is still to be reduced"
    if tuple(size for size in wanted if size != 1) == tuple(size for size in got if size != 1):
        return f"axes of size one were {'dropped' if len(got) < len(wanted) else 'put in'}"
    if math.prod(wanted) == math.prod(got) and len(got) == 1:
        return "it is flattened"
    return ""
