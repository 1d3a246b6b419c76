"""Gradient ruler: the norm of each layer's gradient before and after clipping.

The gradients are those of a small network, and they are clipped by torch's own functions.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated

import torch
from msgspec import Struct
from torch import nn

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range
from gradschool.inside.explorers import Picture

SIZES = (64, 48, 32, 24, 16, 12, 10)  # from the input to the classes
LAYERS, BATCH = len(SIZES) - 1, 32
BROKEN_LAYER = 3
ELEMENT = 0.05  # of the limit: an element is so much shorter than a layer's gradient
BREAKS = {"finite": 0.0, "infinite": math.inf, "NaN": math.nan}


class Settings(Struct, frozen=True):
    """What the limit is for, where it lies, and how long the gradients are."""

    way: Annotated[
        str,
        Choice(
            "The limit is for", ("all together", "each layer", "each element"), "For elements it is a twentieth of it."
        ),
    ] = "all together"
    limit: Annotated[float, Range("Limit", 0.1, 3.0, 0.1)] = 1.0
    gain: Annotated[
        float, Range("Scale of the weights", 0.8, 2.2, 0.1, "1.41 keeps a signal's size behind a ReLU.")
    ] = 1.5
    broken: Annotated[str, Choice("One gradient is", tuple(BREAKS), "An element in the middle of the network.")] = (
        "finite"
    )


class Ruled(Struct, frozen=True):
    """Norms before and after, of each layer and of all together; and the cosine between the two whole gradients."""

    before: list[float]
    after: list[float]
    total_before: float
    total_after: float
    cosine: float
    code: str


def explore(settings: Settings) -> Picture:
    """One backward pass, clipped."""
    ruled = clipped(settings)
    note = _note(settings, ruled)
    drawings = [_ruler(settings, ruled, note), _direction(settings, ruled)]
    return Picture(_text(settings, ruled), svg.beside(drawings), note)


def weights(settings: Settings) -> list[nn.Parameter]:
    """The weights of the network from input to output, with the gradients of one batch."""
    made = [
        nn.Parameter(torch.randn(fan_out, fan_in) * settings.gain / math.sqrt(fan_in))
        for fan_in, fan_out in pairwise(SIZES)
    ]
    h = 0.3 * torch.randn(BATCH, SIZES[0])
    for place, weight in enumerate(made):
        h = nn.functional.linear(h if place == 0 else h.relu(), weight)
    loss = nn.functional.cross_entropy(h, torch.randint(SIZES[-1], (BATCH,)))
    gradients = torch.autograd.grad(loss, made)
    if settings.broken != "finite":
        gradients[BROKEN_LAYER][0, 0] = BREAKS[settings.broken]
    for weight, gradient in zip(made, gradients, strict=True):
        weight.grad = gradient
    return made


def clipped(settings: Settings) -> Ruled:
    """Measure, clip with torch, and measure again."""
    parameters = weights(settings)
    old = _gradients(parameters)
    limit = settings.limit
    if settings.way == "all together":
        nn.utils.clip_grad_norm_(parameters, limit)
        code = f"clip_grad_norm_(parameters, {limit:g})"
    elif settings.way == "each layer":
        for parameter in parameters:
            nn.utils.clip_grad_norm_(parameter, limit)
        code = f"for p in parameters: clip_grad_norm_(p, {limit:g})"
    else:
        nn.utils.clip_grad_value_(parameters, ELEMENT * limit)
        code = f"clip_grad_value_(parameters, {ELEMENT * limit:g})"
    new = _gradients(parameters)
    cosine = nn.functional.cosine_similarity(_flat(old), _flat(new), dim=0)
    totals = [float(nn.utils.get_total_norm(each)) for each in (old, new)]
    return Ruled(_norms(old), _norms(new), totals[0], totals[1], float(cosine), code)


def _gradients(parameters: list[nn.Parameter]) -> list[torch.Tensor]:
    return [parameter.grad.clone() for parameter in parameters if parameter.grad is not None]


def _norms(gradients: list[torch.Tensor]) -> list[float]:
    return [float(torch.linalg.vector_norm(gradient)) for gradient in gradients]


def _flat(gradients: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([gradient.flatten() for gradient in gradients]).double()


def _turned(ruled: Ruled) -> float:
    """By how many degrees the direction has turned."""
    return math.degrees(math.acos(max(-1.0, min(1.0, ruled.cosine))))


def _note(settings: Settings, ruled: Ruled) -> str:
    if settings.broken != "finite":
        return _note_on_the_broken(settings, ruled)
    if ruled.total_after == ruled.total_before:
        return f"The norm is {ruled.total_before:.2f}, and nothing is beyond the limit: not a bit has changed."
    if settings.way == "all together":
        factor = ruled.total_after / ruled.total_before
        return f"Every gradient is multiplied by {factor:.2f}: the whole is shorter and points where it pointed."
    cut = sum(after < before for before, after in zip(ruled.before, ruled.after, strict=True))
    what = f"{cut} of {LAYERS} layers" if settings.way == "each layer" else f"The large elements of {cut} layers"
    return (
        f"{what} are cut: the direction has turned by {_turned(ruled):.0f}°, and the norm is {ruled.total_after:.2f}."
    )


def _note_on_the_broken(settings: Settings, ruled: Ruled) -> str:
    if math.isfinite(ruled.total_after):
        return "Cut element by element, infinity becomes the limit, and looks like any other gradient."
    if settings.way == "each layer":
        return "One layer is lost, and the others go on as if nothing had happened."
    if settings.way == "each element":
        return "NaN is neither above a limit nor below: it stays where it is, and spoils one layer."
    if settings.broken == "infinite":
        return "The norm is infinite and the factor 0: the infinite gradient is NaN now, and all the others are 0."
    return "The norm is NaN and so is the factor: every gradient of every layer is NaN now."


# --------------------------------------------------------------------------- pictures


def _said(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else "nan" if math.isnan(value) else "inf"


def _scale(settings: Settings, ruled: Ruled) -> float:
    """The longest length that is drawn."""
    known = [*ruled.before, *ruled.after, ruled.total_before, ruled.total_after, settings.limit]
    return 1.05 * max(value for value in known if math.isfinite(value))


def _rows(ruled: Ruled) -> list[tuple[str, float, float]]:
    layers = zip(range(1, LAYERS + 1), ruled.before, ruled.after, strict=True)
    return [(f"layer {number}", before, after) for number, before, after in layers] + [
        ("all", ruled.total_before, ruled.total_after)
    ]


def _ruler(settings: Settings, ruled: Ruled, note: str) -> svg.Drawing:
    """A bar for each layer and one for all: pale what it was, full what is left, and a line where the limit is."""
    left, right, top, step = 50.0, 222.0, 34.0, 28.0
    rows = _rows(ruled)
    drawing = svg.Drawing("Norms before and after clipping", note, top + step * len(rows) + 26)
    most = _scale(settings, ruled)

    def wide(value: float) -> float:
        return (right - left) * (value / most if math.isfinite(value) else 1.0)

    drawing.text(right + 8, 16, "before", svg.MUTED, 10.5)
    drawing.text(svg.WIDE, 16, "after", svg.ACCENT, 10.5, "end")
    for place, (name, before, after) in enumerate(rows):
        y = top + step * place + (8 if name == "all" else 0)
        drawing.text(0, y + 12, name, svg.INK, 11.5, bold=name == "all")
        drawing.rect(
            left, y, wide(before), 16, svg.MUTED if math.isfinite(before) else svg.BAD, fill_opacity=0.25, rx=2
        )
        color = svg.ACCENT if math.isfinite(after) else svg.BAD
        drawing.rect(left, y + 4, wide(after), 8, color, rx=2)
        drawing.text(right + 8, y + 12, _said(before), svg.MUTED, 11, mono=True)
        drawing.text(svg.WIDE, y + 12, _said(after), color, 11, "end", mono=True, bold=True)
    if settings.way != "each element":
        x, below = left + wide(settings.limit), top + step * LAYERS
        ends = (below + 2, below + 30) if settings.way == "all together" else (top - 4, below - 8)
        drawing.line((x, ends[0]), (x, ends[1]), svg.WARM, 2)
        if settings.way == "each layer":
            drawing.text(x, top - 8, f"limit {settings.limit:g}", svg.WARM, 10.5, "middle")
    drawing.text(0, drawing.height - 4, ruled.code, svg.INK, 10.5, mono=True)
    return drawing


def _direction(settings: Settings, ruled: Ruled) -> svg.Drawing:
    """The whole gradient as an arrow, before and after, in the plane of the two."""
    said = _said_of_the_direction(ruled)
    drawing = svg.Drawing("Length and direction of the whole gradient", f"It has {said}.", 256)
    origin, reach = (18.0, 196.0), 280.0 / _scale(settings, ruled)

    def at(length: float, degrees: float) -> svg.Point:
        angle = math.radians(degrees)
        return origin[0] + reach * length * math.cos(angle), origin[1] - reach * length * math.sin(angle)

    if settings.way == "all together":
        arc = [at(settings.limit, degrees) for degrees in range(-8, 90, 2)]
        drawing.curve([point for point in arc if point[1] > 24], svg.WARM, 1.5, stroke_dasharray="4 3")
        x, y = at(settings.limit, -8)
        drawing.text(x, y + 14, f"limit {settings.limit:g}", svg.WARM, 11, "middle" if x < 280 else "end")
    if math.isfinite(ruled.total_before):
        drawing.arrow(origin, at(ruled.total_before, 0), svg.MUTED, 4)
    if math.isfinite(ruled.cosine):
        drawing.arrow(origin, at(ruled.total_after, _turned(ruled)), svg.ACCENT, 2.5)
    drawing.circle(origin, 3.5, svg.INK)
    drawing.text(0, 14, f"norm {_said(ruled.total_before)} before", svg.MUTED, 12)
    drawing.text(svg.WIDE, 14, f"{_said(ruled.total_after)} after", svg.ACCENT, 12, "end", bold=True)
    drawing.text(0, 250, said, svg.INK, 12)
    return drawing


def _said_of_the_direction(ruled: Ruled) -> str:
    return f"turned by {_turned(ruled):.0f}°" if math.isfinite(ruled.cosine) else "no direction that could be compared"


def _text(settings: Settings, ruled: Ruled) -> str:
    most, columns = _scale(settings, ruled), 48
    lines = [ruled.code, ""]
    for name, before, after in _rows(ruled):
        was, now = (round(columns * value / most) if math.isfinite(value) else columns for value in (before, after))
        bar = "#" * now + "-" * max(was - now, 0) if math.isfinite(after) else "!" * columns
        lines.append(f"{name:7} {_said(before):>6} -> {_said(after):>5}  {bar}")
    legend = "# left after clipping, - cut off, ! NaN or infinite"
    return "\n".join([*lines, "", legend, f"the whole gradient has {_said_of_the_direction(ruled)}"])
