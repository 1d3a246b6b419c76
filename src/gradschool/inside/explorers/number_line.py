"""Number line: the numbers that each floating-point format has around x, and where x + y lands.

The gaps double with every power of two; where y is less than half a gap, adding it changes nothing.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Number, Range, Step
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import table

FORMATS = (torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn)
_BITS = {1: torch.uint8, 2: torch.int16, 4: torch.int32}
MOST_TICKS = 160
LOWEST, HIGHEST = -30, 26  # powers of two in the picture of the gaps


class Settings(Struct, frozen=True):
    """Where to look, and what to add there."""

    x: Annotated[float, Number("x", 1e-6, 1e6, help="A positive number.")] = 1.0
    doublings: Annotated[int, Step("Doublings of x", help="Play: x grows, the gaps grow with it.")] = 8
    plus: Annotated[float, Number("y, added to x", 1e-9, 1e5)] = 1.0
    window: Annotated[float, Range("Window, in y", 2, 32, help="How much of the line is drawn on each side.")] = 4.0


class Lane(Struct, frozen=True):
    """One format around x. `gap` is the distance from x (as the format has it) to the next larger number."""

    name: str
    ticks: list[float]
    dense: int
    gap: float
    landed: float


def explore(settings: Settings) -> Picture:
    """Round with torch, and list the neighbors by counting the bits up."""
    doublings = min(settings.doublings, HIGHEST)
    x = settings.x * 2.0**doublings
    exact, half = x + settings.plus, settings.window * settings.plus
    lanes = [lane(dtype, x, exact, half) for dtype in FORMATS]
    drawings = [_lanes(lanes, x, exact, half), _gaps(x)]
    return Picture(
        _text(lanes, x, settings.plus, half), svg.beside(drawings), _note(lanes, x, exact), {"doublings": HIGHEST}
    )


def lane(dtype: torch.dtype, x: float, exact: float, half: float) -> Lane:
    """A format's numbers between `x - half` and `x + half`, its gap at x, and where `exact` is rounded to."""
    low, high = _position(dtype, x - half), _position(dtype, x + half)
    # Beyond the format's largest number there is nothing, whatever the clamped positions say.
    count = max(high - low + 1, 0) if x - half <= torch.finfo(dtype).max else 0
    ticks = [value for value in _values(dtype, low, min(count, MOST_TICKS)) if x - half <= value <= x + half]
    # Summed as the format would: x is rounded, then the sum. `exact` minus x is what is added.
    landed = (torch.tensor(x, dtype=dtype).double() + torch.tensor(exact - x, dtype=dtype).double()).to(dtype)
    name = str(dtype).removeprefix("torch.")
    return Lane(name, ticks if count <= MOST_TICKS else [], count, gap(dtype, x), float(landed.double()))


def gap(dtype: torch.dtype, x: float) -> float:
    """The distance from x, as the format has it, to its next larger number; infinite or NaN beyond the largest."""
    here = torch.tensor(x, dtype=torch.float64).to(dtype)
    if not math.isfinite(float(here.double())):
        return math.inf
    first, *larger = _values(dtype, _position(dtype, x), 2)
    return larger[0] - first if larger else math.inf


@cache
def gaps(dtype: torch.dtype) -> list[float]:
    """The gap at every power of two from `LOWEST` up to the format's largest number or `HIGHEST`."""
    powers = (2.0**power for power in range(LOWEST, HIGHEST + 1))
    return [gap(dtype, power) for power in powers if power <= torch.finfo(dtype).max]


def _position(dtype: torch.dtype, x: float) -> int:
    """The number's place among the format's: their bits, read as an integer, count them in order from 0 both ways."""
    largest = torch.finfo(dtype).max
    rounded = torch.tensor(min(abs(x), largest), dtype=torch.float64).to(dtype)
    place = int(rounded.view(_BITS[rounded.element_size()]))
    return -place if x < 0 else place


def _values(dtype: torch.dtype, first: int, count: int) -> list[float]:
    """The format's numbers at `count` places from `first` on; what is not finite is left out."""
    places = torch.arange(first, first + count)
    bits = places.abs().to(_BITS[torch.finfo(dtype).bits // 8])
    signed = bits.view(dtype).double() * places.sign()
    return [value for value in signed.tolist() if math.isfinite(value)]


def _note(lanes: list[Lane], x: float, exact: float) -> str:
    lost = [each.name for each in lanes if each.landed == x]
    over = [each.name for each in lanes if not abs(each.landed) <= _largest(each) or each.landed < x]
    if lost or over:
        parts = [f"adding {exact - x:g} to {x:g} changes nothing in {', '.join(lost)}"] if lost else []
        parts += (
            [f"{', '.join(over)} {'has' if len(over) == 1 else 'have'} no number as large as {exact:g}"] if over else []
        )
        return f"{'; '.join(parts)}.".replace("adding", "Adding", 1)
    off = [each for each in lanes if each.landed != exact]
    if off:
        return f"Only {', '.join(each.name for each in lanes if each.landed == exact) or 'none'} has {exact:g} itself."
    return f"All four formats have {exact:g}: double x until one of them has not."


# --------------------------------------------------------------------------- pictures


def _lanes(lanes: list[Lane], x: float, exact: float, half: float) -> svg.Drawing:
    said = "; ".join(f"{each.name}: {_sum(each)}, gap {each.gap:g}" for each in lanes)
    drawing = svg.Drawing(f"Around {x:g}", f"{x:g} + {exact - x:g}. {said}.", 34 + 52 * len(lanes))

    def place(value: float) -> float:
        return 8 + (value - (x - half)) / (2 * half) * (svg.WIDE - 16)

    bottom = drawing.height - 2
    for value, color, label in ((x, svg.MUTED, f"x = {x:g}"), (exact, svg.ACCENT, f"x + y = {exact:g}")):
        drawing.line((place(value), 18), (place(value), bottom), color, 1, stroke_dasharray="3 3")
        anchor = "end" if value == x else "start"
        drawing.text(place(value) + (-3 if value == x else 3), 12, label, color, 11, anchor, mono=True)
    for number, each in enumerate(lanes):
        y = 56 + 52 * number
        good = each.landed == exact
        color = svg.GOOD if good else svg.BAD
        drawing.text(0, y - 16, each.name.replace("float8_e4m3fn", "float8 e4m3"), svg.INK, 12, bold=True)
        drawing.text(svg.WIDE, y - 16, f"gives {_sum(each)}", color, 12, "end", mono=True, bold=True)
        out = not each.dense and abs(each.landed - x) > half
        if out:
            drawing.text(
                svg.WIDE / 2, y + 4, f"no numbers here: its largest is {_largest(each):g}", svg.BAD, 11, "middle"
            )
            continue
        drawing.line((8, y), (svg.WIDE - 8, y), svg.LINE, 1)
        if each.dense > MOST_TICKS:
            drawing.rect(8, y - 7, svg.WIDE - 16, 14, svg.INK, fill_opacity=0.3, rx=2, title=f"{each.dense:,} numbers")
        for value in each.ticks:
            drawing.line((place(value), y - 7), (place(value), y + 7), svg.INK, 1.5, stroke_opacity=0.75)
        if abs(each.landed - x) <= half:
            drawing.circle((place(each.landed), y), 5.5, color, svg.PAPER)
    return drawing


def _gaps(x: float) -> svg.Drawing:
    """The gap at every power of two: it rises with x, is flat where numbers are subnormal, and ends at the largest."""
    drawing = svg.Drawing("The gap at every size of x", _gaps_said(x), 262)
    left, right, top, bottom = 44.0, svg.WIDE - 4.0, 14.0, 222.0
    span = HIGHEST - LOWEST

    def at(power: float, size: float) -> svg.Point:
        height = (math.log2(size) + 56) / (HIGHEST - 3 + 56)
        return left + (power - LOWEST) / span * (right - left), bottom - height * (bottom - top)

    for power in range(-24, HIGHEST, 12):
        drawing.line((at(power, 1)[0], top), (at(power, 1)[0], bottom), svg.LINE)
        drawing.text(at(power, 1)[0], bottom + 15, f"2^{power}" if power else "1", svg.MUTED, 10, "middle", mono=True)
    for power in range(-40, 24, 20):
        drawing.line((left, at(0, 2.0**power)[1]), (right, at(0, 2.0**power)[1]), svg.LINE)
        drawing.text(
            left - 4, at(0, 2.0**power)[1] + 4, f"2^{power}" if power else "1", svg.MUTED, 10, "end", mono=True
        )
    for dtype, color in zip(FORMATS, svg.COLORS, strict=False):
        sizes = gaps(dtype)
        points = [at(LOWEST + place, size) for place, size in enumerate(sizes)]
        drawing.curve(points, color, 2)
        if len(sizes) <= span:
            drawing.circle(points[-1], 3, color, title="the largest number")
        name = str(dtype).removeprefix("torch.").replace("_e4m3fn", "")
        drawing.text(points[0][0] + 4, points[0][1] - 5, name, color, 11, bold=True)
    here = at(max(min(math.log2(x), HIGHEST), LOWEST), 1)[0]
    drawing.line((here, top), (here, bottom), svg.MUTED, 1, stroke_dasharray="3 3")
    drawing.text(here, 9, "x", svg.MUTED, 11, "middle", mono=True)
    drawing.text(svg.WIDE, 255, "size of x across, gap to the next number upward", svg.MUTED, 11, "end")
    return drawing


def _gaps_said(x: float) -> str:
    return (
        "; ".join(f"{str(dtype).removeprefix('torch.')} has a gap of {gap(dtype, x):g} at {x:g}" for dtype in FORMATS)
        + "."
    )


def _largest(each: Lane) -> float:
    return float(torch.finfo(getattr(torch, each.name)).max)


def _sum(each: Lane) -> str:
    return f"{each.landed:.10g}"


# --------------------------------------------------------------------------- text


def _text(lanes: list[Lane], x: float, plus: float, half: float) -> str:
    rows = [["format", "gap at x", f"{x:g} + {plus:g}", "error"]]
    rows += [[each.name, f"{each.gap:.6g}", _sum(each), f"{each.landed - (x + plus):g}"] for each in lanes]
    lines = [table(rows), "", f"{'':<14}x - {half:g}{'x':^{56 - 2 * len(f'{half:g}') - 8}}x + {half:g}"]
    for each in lanes:
        cells = ["·"] * 57
        for value in each.ticks:
            cells[round((value - (x - half)) / (2 * half) * 56)] = "|"
        if each.dense > MOST_TICKS:
            cells = ["="] * 57
        if abs(each.landed - x) <= half:
            cells[round((each.landed - (x - half)) / (2 * half) * 56)] = "O"
        lines.append(f"{each.name:<14}{''.join(cells)}")
    return "\n".join([*lines, f"{'':<14}| a number of the format   = numbers too close to draw   O the sum"])
