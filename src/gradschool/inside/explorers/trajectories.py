"""Optimizer trajectories: five optimizers of torch from the same start, on the same surface.

The steps are taken by `torch.optim` itself, all with the same learning rate.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import table

STEPS = 50
GRID = 40
REACH = (-2.2, 2.2)
START = (-1.7, 1.3)
Surface = Callable[[torch.Tensor, torch.Tensor, float], torch.Tensor]

SURFACES: dict[str, Surface] = {
    "valley": lambda x, y, k: 0.5 * (x**2 + k * y**2),
    "turned valley": lambda x, y, k: 0.25 * ((x + y) ** 2 + k * (x - y) ** 2),
    "Rosenbrock": lambda x, y, k: (1 - x) ** 2 + k * (y - x**2) ** 2,
    "saddle": lambda x, y, k: 0.5 * x**2 - 0.5 * y**2 + 0.1 * y**4 + 0.02 * k * x**2,
    "ripples": lambda x, y, k: 0.5 * (x**2 + y**2) + 0.02 * k * (2 - (5 * x).cos() - (5 * y).cos()),
}
STARTS = {"saddle": (-1.7, 0.02), "Rosenbrock": (-1.3, 1.6)}
OPTIMIZERS: dict[str, Callable[[list[torch.Tensor], float], torch.optim.Optimizer]] = {
    "SGD": lambda each, lr: torch.optim.SGD(each, lr, foreach=False),
    "momentum 0.9": lambda each, lr: torch.optim.SGD(each, lr, momentum=0.9, foreach=False),
    "Adagrad": lambda each, lr: torch.optim.Adagrad(each, lr, foreach=False),
    "RMSprop": lambda each, lr: torch.optim.RMSprop(each, lr, foreach=False),
    "Adam": lambda each, lr: torch.optim.Adam(each, lr, foreach=False),
}


class Settings(Struct, frozen=True):
    """The surface, how steep it is in one direction, and the learning rate of all five."""

    surface: Annotated[str, Choice("Surface", tuple(SURFACES))] = "valley"
    steepness: Annotated[float, Range("Steepness", 1, 60, 1, "How many times steeper one direction is.")] = 25.0
    lr: Annotated[float, Range("Learning rate, 10^", -3, 0, 0.1)] = -1.2
    step: Annotated[int, Step("Steps taken", help="Play the race.")] = STEPS


class Way(Struct, frozen=True):
    """Where one optimizer went, from the start; and the value at each place."""

    name: str
    points: list[tuple[float, float]]
    values: list[float]


def explore(settings: Settings) -> Picture:
    """Let all five run."""
    ways = run(settings.surface, settings.steepness, settings.lr)
    step = min(settings.step, STEPS)
    drawings = [_map(settings, ways, step), _values(ways, step)]
    return Picture(_text(settings, ways, step), svg.beside(drawings), _note(settings, ways, step), {"step": STEPS})


@lru_cache(maxsize=32)
def run(surface: str, steepness: float, power: float) -> list[Way]:
    """The five ways. One that leaves far behind what is drawn stops there."""
    function, start = SURFACES[surface], STARTS.get(surface, START)
    points = {name: torch.tensor(start, dtype=torch.float64) for name in OPTIMIZERS}
    optimizers = {name: make([points[name]], 10.0**power) for name, make in OPTIMIZERS.items()}
    ways = {name: [start] for name in OPTIMIZERS}
    values: dict[str, list[float]] = {name: [] for name in OPTIMIZERS}
    for _ in range(STEPS + 1):
        every = torch.stack(list(points.values())).requires_grad_()
        heights = function(every[:, 0], every[:, 1], steepness)
        (slopes,) = torch.autograd.grad(heights.sum(), every)
        for (name, point), height, slope in zip(points.items(), heights.tolist(), slopes, strict=True):
            values[name].append(height)
            if math.isfinite(height) and abs(height) < 1e8:
                point.grad = slope
                optimizers[name].step()
            ways[name].append((float(point[0]), float(point[1])))
    return [Way(name, ways[name][: STEPS + 1], values[name]) for name in OPTIMIZERS]


def _note(settings: Settings, ways: list[Way], step: int) -> str:
    lost = [way.name for way in ways if not way.values[step] < 1.5 * way.values[0] + 1]
    best = min((way for way in ways), key=lambda way: way.values[step])
    if settings.surface == "valley":
        edge = 2 / settings.steepness
        rate = 10.0**settings.lr
        side = "beyond" if rate > edge else "below"
        said = f"SGD is stable up to lr = 2/{settings.steepness:g} = {edge:.3g}, and {rate:.3g} is {side} it"
        return f"{said}; {', '.join(lost)} diverged." if lost else f"{said}; lowest after {step} steps: {best.name}."
    if lost:
        return f"{', '.join(lost)} diverged at this learning rate; {best.name} is lowest."
    if settings.surface == "saddle":
        return "At a saddle the slope is almost 0: those that divide by its size leave first."
    return f"Lowest after {step} steps: {best.name}, at {best.values[step]:.2g}."


# --------------------------------------------------------------------------- pictures


@lru_cache(maxsize=16)
def _contours(surface: str, steepness: float) -> tuple[str, ...]:
    """Lines of equal height, by marching squares; each a path in a square of 1 by 1."""
    low, high = REACH
    ticks = torch.linspace(low, high, GRID, dtype=torch.float64)
    heights = SURFACES[surface](ticks[None, :].expand(GRID, GRID), ticks[:, None].expand(GRID, GRID), steepness)
    floor = float(heights.min())
    span = float(heights.max()) - floor
    return tuple(_level(heights - floor - span * (place / 10) ** 3) for place in range(1, 10))


def _level(heights: torch.Tensor) -> str:
    """Where the heights change their sign, square by square: a line through each square that has both."""
    above = heights > 0
    corners = torch.stack([above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]])
    mixed = (corners.any(0) & ~corners.all(0)).nonzero().tolist()
    rows = heights.tolist()
    parts = []
    for row, column in mixed:
        a, b, c, d = rows[row][column], rows[row][column + 1], rows[row + 1][column + 1], rows[row + 1][column]
        ends = []
        if (a > 0) != (b > 0):
            ends.append((column + a / (a - b), row))
        if (b > 0) != (c > 0):
            ends.append((column + 1, row + b / (b - c)))
        if (c > 0) != (d > 0):
            ends.append((column + d / (d - c), row + 1))
        if (d > 0) != (a > 0):
            ends.append((column, row + a / (a - d)))
        for (x1, y1), (x2, y2) in zip(ends[::2], ends[1::2], strict=False):
            parts.append(f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}")
    return "".join(parts)


def _map(settings: Settings, ways: list[Way], step: int) -> svg.Drawing:
    side, top = 312.0, 4.0
    said = "; ".join(f"{way.name} at ({way.points[step][0]:.2f}, {way.points[step][1]:.2f})" for way in ways)
    drawing = svg.Drawing(f"Five ways over the {settings.surface}", f"After {step} steps: {said}.", side + 8)
    drawing.rect(4, top, side, side, svg.PANEL, rx=6, fill_opacity=0.5)
    scale = side / (GRID - 1)
    for place, d in enumerate(_contours(settings.surface, settings.steepness)):
        drawing.path(
            d,
            svg.MUTED,
            1 / scale,
            transform=f"translate(4 {top}) scale({scale:.4f})",
            stroke_opacity=0.7 - 0.05 * place,
        )

    def at(point: tuple[float, float]) -> svg.Point | None:
        x, y = ((value - REACH[0]) / (REACH[1] - REACH[0]) for value in point)
        return (4 + x * side, top + y * side) if -0.001 <= x <= 1.001 and -0.001 <= y <= 1.001 else None

    for way, color in zip(ways, svg.COLORS, strict=False):
        inside: list[svg.Point] = []
        for point in way.points[: step + 1]:
            spot = at(point)
            if spot is None:
                break
            inside.append(spot)
        drawing.curve(inside, color, 1.75, stroke_opacity=0.85)
        for spot in inside[1:-1]:
            drawing.circle(spot, 1.5, color)
        drawing.circle(inside[-1], 5, color, svg.PAPER, title=way.name)
    start = at(ways[0].points[0])
    if start:
        drawing.circle(start, 4, svg.PAPER, svg.INK)
    return drawing


def _values(ways: list[Way], step: int) -> svg.Drawing:
    drawing = svg.Drawing(
        "The value, step by step", "; ".join(f"{way.name}: {_brief(way.values[step])}" for way in ways) + ".", 316
    )
    left, right, top, bottom = 40.0, svg.WIDE - 6.0, 12.0, 178.0
    finite = [value for way in ways for value in way.values if math.isfinite(value)]
    lowest = min(0.0, *finite)
    logs = [math.log10(max(value - lowest, 1e-8)) for value in finite]
    low, high = max(math.floor(min(logs)), -8), min(math.ceil(max(logs)), 4)

    def at(place: int, value: float) -> svg.Point:
        height = (math.log10(max(value - lowest, 1e-8)) - low) / max(high - low, 1) if math.isfinite(value) else 1.05
        return left + place / STEPS * (right - left), bottom - min(max(height, 0.0), 1.04) * (bottom - top)

    for power in range(low, high + 1, max(1, (high - low) // 4)):
        y = bottom - (power - low) / max(high - low, 1) * (bottom - top)
        drawing.line((left, y), (right, y))
        drawing.text(left - 4, y + 4, f"1e{power}", svg.MUTED, 10, "end", mono=True)
    for way, color in zip(ways, svg.COLORS, strict=False):
        drawing.curve([at(place, value) for place, value in enumerate(way.values[: step + 1])], color, 2)
        drawing.circle(at(step, way.values[step]), 3.5, color)
    drawing.text(left, bottom + 15, "0", svg.MUTED, 10, "middle", mono=True)
    drawing.text(right, bottom + 15, f"{STEPS} steps", svg.MUTED, 10, "end", mono=True)
    for place, (way, color) in enumerate(zip(ways, svg.COLORS, strict=False)):
        y = bottom + 40 + 20 * place
        drawing.circle((left + 5, y - 4), 5, color)
        drawing.text(left + 18, y, way.name, svg.INK, 12)
        drawing.text(right, y, _brief(way.values[step]), svg.INK, 12, "end", mono=True)
    return drawing


def _brief(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) and abs(value) < 1e6 else "diverged"


def _text(settings: Settings, ways: list[Way], step: int) -> str:
    marks = sorted({0, step // 4, step // 2, 3 * step // 4, step})
    rows = [["value after", *(f"{mark} steps" for mark in marks)]]
    rows += [[way.name, *(_brief(way.values[mark]) for mark in marks)] for way in ways]
    columns, lines = 60, 17
    canvas = [[" "] * columns for _ in range(lines)]
    for way, letter in zip(ways, "SMGRA", strict=True):
        for place, point in enumerate(way.points[: step + 1]):
            x, y = ((value - REACH[0]) / (REACH[1] - REACH[0]) for value in point)
            if 0 <= x < 1 and 0 <= y < 1:
                canvas[int(y * lines)][int(x * columns)] = letter if place == step else letter.lower()
    drawn = [f"|{''.join(row)}|" for row in canvas]
    head = f"{settings.surface}, steepness {settings.steepness:g}, lr {10.0**settings.lr:.3g} for all"
    key = "s SGD  m momentum  g Adagrad  r RMSprop  a Adam; a capital letter is the end"
    return "\n".join([head, "", table(rows), "", *drawn, key])
