"""Gradcheck microscope: the Jacobian that backward claims beside the one that differences measure.

Too large a step cuts the curve off, too small a step drowns in rounding: between them lies a valley.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import brief, shade

POWERS = range(-13, 0)
ATOL, RTOL = 1e-5, 1e-3


class _Careless(torch.autograd.Function):
    """exp with a backward that never looks at the gradient from above."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(y := x.exp())
        return y

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> torch.Tensor:
        return ctx.saved_tensors[0] + 0 * grads[0]  # type: ignore[no-any-return]


class _HalfSilu(torch.autograd.Function):
    """SiLU with one of the two terms of its derivative."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x * x.sigmoid()

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> torch.Tensor:
        return grads[0] * ctx.saved_tensors[0].sigmoid()  # type: ignore[no-any-return]


FUNCTIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "tanh": torch.tanh,
    "softmax": lambda x: x.softmax(0),
    "cumulative sum of squares": lambda x: (x * x).cumsum(0),
    "SiLU, one term forgotten": _HalfSilu.apply,
    "exp, grad_output ignored": _Careless.apply,
    "ReLU at its kink": torch.relu,
}
POINT = [-1.2, 0.0, 0.4, 0.9, 1.7]


class Settings(Struct, frozen=True):
    """What is checked, and with which step."""

    function: Annotated[str, Choice("Function", tuple(FUNCTIONS), "Two of them have a wrong backward.")] = (
        "SiLU, one term forgotten"
    )
    power: Annotated[int, Range("Step eps = 10^", min(POWERS), max(POWERS))] = -6
    dtype: Annotated[str, Choice("dtype", ("float64", "float32"))] = "float64"


def explore(settings: Settings) -> Picture:
    """Both Jacobians, their difference, and the difference for every step and both dtypes."""
    function = FUNCTIONS[settings.function]
    dtype = getattr(torch, settings.dtype)
    claimed, measured = analytic(function, dtype), numeric(function, dtype, 10.0**settings.power)
    valleys = {name: valley(settings.function, name) for name in ("float64", "float32")}
    passes = agree(claimed, measured)
    worst = float((claimed - measured).abs().max())
    drawings = [_maps(claimed, measured, passes), _valley(valleys, settings, worst)]
    text = _text(settings, claimed, measured, valleys, passes)
    return Picture(text, svg.beside(drawings), _note(settings, passes, worst, valleys[settings.dtype]))


def analytic(function: Callable[[torch.Tensor], torch.Tensor], dtype: torch.dtype) -> torch.Tensor:
    """What backward claims, row by row: shape `(outputs, inputs)`."""
    x = torch.tensor(POINT, dtype=dtype, requires_grad=True)
    y = function(x)
    rows = [torch.autograd.grad(one, x, retain_graph=True)[0] for one in y.unbind()]
    return torch.stack(rows).double()


@torch.no_grad()
def numeric(function: Callable[[torch.Tensor], torch.Tensor], dtype: torch.dtype, eps: float) -> torch.Tensor:
    """What central differences measure, column by column: shape `(outputs, inputs)`."""
    x = torch.tensor(POINT, dtype=dtype)
    moved = torch.eye(len(POINT), dtype=dtype) * eps
    columns = [(function(x + each) - function(x - each)) / (2 * eps) for each in moved]
    return torch.stack(columns, 1).double()


def agree(claimed: torch.Tensor, measured: torch.Tensor) -> bool:
    """The verdict of `torch.autograd.gradcheck`, by its own rule; called itself, it imports a second's worth."""
    return torch.allclose(claimed, measured, rtol=RTOL, atol=ATOL)


@cache
def valley(name: str, dtype: str) -> list[float]:
    """The largest difference for every step in `POWERS`."""
    function, of = FUNCTIONS[name], getattr(torch, dtype)
    claimed = analytic(function, of)
    return [float((claimed - numeric(function, of, 10.0**power)).abs().max()) for power in POWERS]


def _note(settings: Settings, passes: bool, worst: float, errors: list[float]) -> str:
    best = min(errors)
    if passes:
        return f"gradcheck passes: the largest difference is {worst:.1e}."
    if best > ATOL * 10 and settings.function == "ReLU at its kink":
        return "At a kink there is no derivative: differences see the mean of both sides, backward picks one."
    if best > ATOL * 10 and settings.dtype == "float64":
        return f"No step mends it: the difference stays at {best:.1e} along the whole valley. The backward is wrong."
    return f"The difference of {worst:.1e} is the step's fault: at its best it is {best:.1e}."


# --------------------------------------------------------------------------- pictures


def _maps(claimed: torch.Tensor, measured: torch.Tensor, passes: bool) -> svg.Drawing:
    outputs, inputs = claimed.shape
    size, gap = 19.0, 17.0
    largest = max(float(claimed.abs().max()), float(measured.abs().max()), 1e-9)
    difference = claimed - measured
    worst = float(difference.abs().max())
    verdict = "passes" if passes else "fails"
    drawing = svg.Drawing(
        "Claimed, measured, and what is between them",
        f"gradcheck {verdict}; the largest difference is {worst:.2e}.", 78 + outputs * size + 40,
    )  # fmt: skip
    heads = ("backward", "differences", "off by")
    for place, (head, matrix) in enumerate(zip(heads, (claimed, measured, difference), strict=True)):
        left = place * (inputs * size + gap)
        drawing.text(left, 14, head, svg.INK, 12, bold=True)
        scale = largest if place < 2 else max(ATOL, largest / 3)
        for row in range(outputs):
            for column in range(inputs):
                value = float(matrix[row, column])
                heat = min(1.0, abs(value) / scale) ** 0.6
                color = svg.BAD if place == 2 else svg.ACCENT if value >= 0 else svg.WARM
                drawing.cell(
                    left + column * size, 24 + row * size, size, "", color, heat if abs(value) > 1e-12 else 0.0,
                    title=f"output {row}, input {column}: {value:.6g}",
                )  # fmt: skip
    y = 24 + outputs * size + 18
    drawing.text(0, y, "a row for each output, a column for each input", svg.MUTED, 11)
    color = svg.GOOD if passes else svg.BAD
    drawing.rect(0, y + 12, svg.WIDE, 32, svg.PANEL, color, rx=6)
    drawing.text(12, y + 33, f"gradcheck {verdict}", color, 13, bold=True)
    drawing.text(svg.WIDE - 12, y + 33, f"off by {worst:.1e}", svg.INK, 12, "end", mono=True)
    return drawing


def _valley(valleys: dict[str, list[float]], settings: Settings, worst: float) -> svg.Drawing:
    drawing = svg.Drawing(
        "The valley of the step", f"At eps = 1e{settings.power} in {settings.dtype} the difference is {worst:.1e}.", 226
    )
    left, right, top, bottom = 36.0, svg.WIDE - 6.0, 18.0, 178.0

    def at(power: float, error: float) -> svg.Point:
        height = (math.log10(max(error, 1e-14)) + 14) / 16
        across = (power - POWERS[0]) / (POWERS[-1] - POWERS[0])
        return left + across * (right - left), bottom - min(height, 1.0) * (bottom - top)

    for power in range(-13, 0, 3):
        drawing.line((at(power, 1)[0], top), (at(power, 1)[0], bottom))
        drawing.text(
            at(power, 1)[0], bottom + 14, f"1e{power}", svg.MUTED, 10, "end" if power == -1 else "middle", mono=True
        )
    for power in range(-12, 1, 4):
        drawing.line((left, at(-13, 10.0**power)[1]), (right, at(-13, 10.0**power)[1]))
        drawing.text(left - 4, at(-13, 10.0**power)[1] + 4, f"1e{power}", svg.MUTED, 9, "end", mono=True)
    limit = at(-13, ATOL)[1]
    drawing.line((left, limit), (right, limit), svg.GOOD, 1, stroke_dasharray="4 3")
    drawing.text(right, limit - 4, "atol", svg.GOOD, 10, "end")
    if settings.function != "tanh":
        reference = [at(power, error) for power, error in zip(POWERS, valley("tanh", settings.dtype), strict=True)]
        drawing.curve(reference, svg.MUTED, 1.25, stroke_dasharray="2 3")
        low = max(reference, key=lambda point: point[1])
        drawing.text(low[0], min(low[1] + 14, bottom - 4), "a right backward", svg.MUTED, 11, "middle")
    for (name, errors), color in zip(valleys.items(), (svg.ACCENT, svg.VIOLET), strict=True):
        points = [at(power, error) for power, error in zip(POWERS, errors, strict=True)]
        chosen = name == settings.dtype
        drawing.curve(points, color, 2.5 if chosen else 1.25)
        lift = -6 if name == "float32" else 14
        drawing.text(points[1][0] + 4, max(points[1][1] + lift, 12), name, color, 11, bold=chosen)
    drawing.circle(at(settings.power, worst), 5.5, svg.BAD if worst > ATOL else svg.GOOD, svg.PAPER)
    drawing.text(left, bottom + 32, "← rounding", svg.MUTED, 11)
    drawing.text((left + right) / 2, bottom + 32, "step eps", svg.MUTED, 11, "middle")
    drawing.text(right, bottom + 32, "truncation →", svg.MUTED, 11, "end")
    drawing.text(left, bottom + 46, "upward: the largest difference", svg.MUTED, 11)
    return drawing


# --------------------------------------------------------------------------- text


def _text(
    settings: Settings, claimed: torch.Tensor, measured: torch.Tensor, valleys: dict[str, list[float]], passes: bool
) -> str:
    worst = float((claimed - measured).abs().max())
    verdict = "passes" if passes else "FAILS"
    lines = [
        f"{settings.function}, eps = 1e{settings.power}, {settings.dtype}: gradcheck {verdict}, off by {worst:.1e}",
        "",
    ]
    lines.append(f"{'backward says':<34}differences measure")
    for one, other in zip(claimed.tolist(), measured.tolist(), strict=True):
        left, right = (" ".join(f"{value:5.2f}" for value in row) for row in (one, other))
        marks = "".join("!" if abs(a - b) > ATOL + RTOL * abs(b) else "." for a, b in zip(one, other, strict=True))
        lines.append(f"{left:<34}{right:<32}{marks}")
    lines += ["", "largest difference for each eps (longer is worse; | is atol):"]
    for name, errors in valleys.items():
        bars = "".join(shade((math.log10(max(error, 1e-14)) + 14) / 16) for error in errors)
        numbers = " ".join(f"{math.log10(max(error, 1e-16)):.0f}" for error in errors)
        lines.append(brief(f"{name}  [{bars}]  log10: {numbers}", 80))
    return "\n".join(
        [*lines[:-3], f"log10 of the largest difference, eps from 1e{POWERS[0]} to 1e{POWERS[-1]}:", *lines[-2:]]
    )
