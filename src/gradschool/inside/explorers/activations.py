"""Activation histograms: what a deep stack does to the spread of its signal, layer by layer.

The weights' scale decides: a little too small and the signal dies, a little too large and it explodes or saturates.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import bar

WIDTH, BATCH, BINS = 96, 128, 41
FUNCTIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "gelu": torch.nn.functional.gelu,
    "none": lambda x: x,
}
SIGMAS = 3.0  # the histograms reach so many standard deviations of the input


class Settings(Struct, frozen=True):
    """The stack: its weights are drawn with standard deviation `scale / sqrt(fan_in)`."""

    scale: Annotated[float, Range("Scale of the weights", 0.2, 3.0, 0.05, "1.41 is Kaiming's for ReLU.")] = 1.0
    activation: Annotated[str, Choice("Activation", tuple(FUNCTIONS))] = "relu"
    bias: Annotated[float, Range("Bias", -1.0, 1.0, 0.1, "The same in every unit: below zero, units die.")] = 0.0
    depth: Annotated[int, Range("Layers", 3, 12)] = 10


class Layer(Struct, frozen=True):
    """What was seen of one layer. `dead`: units that are 0 for every example; `saturated`: values beyond 0.99."""

    std: float
    gradient: float
    counts: list[int]
    dead: int
    saturated: float


def explore(settings: Settings) -> Picture:
    """Send one batch through, and its gradient back."""
    layers = passed(settings)
    note = _note(settings, layers)
    return Picture(_text(layers), svg.beside([_ridges(settings, layers), _flow(layers)]), note)


def passed(settings: Settings) -> list[Layer]:
    """The layers' activations, from the first, with the gradient that a random one at the end becomes at each."""
    function = FUNCTIONS[settings.activation]
    h = torch.randn(BATCH, WIDTH)
    kept: list[torch.Tensor] = []
    for _ in range(settings.depth):
        weight = torch.randn(WIDTH, WIDTH) * settings.scale / math.sqrt(WIDTH)
        h = function((h if kept else h.requires_grad_()) @ weight.t() + settings.bias)
        kept.append(h)
    gradients = torch.autograd.grad((h * torch.randn(h.shape)).sum(), kept)
    return [_seen(settings, each.detach(), gradient) for each, gradient in zip(kept, gradients, strict=True)]


def _seen(settings: Settings, h: torch.Tensor, gradient: torch.Tensor) -> Layer:
    inner = h[(h.abs() <= SIGMAS) & (h != 0)] if settings.activation == "relu" else h[h.abs() <= SIGMAS]
    counts = torch.histc(inner, BINS, -SIGMAS, SIGMAS).long().tolist()
    dead = int((h == 0).all(0).sum())
    return Layer(float(h.std()), float(gradient.std()), counts, dead, float((h.abs() > 0.99).float().mean()))


def _note(settings: Settings, layers: list[Layer]) -> str:
    ratio = layers[-1].std / max(layers[0].std, 1e-30)
    if settings.activation == "tanh" and layers[-1].saturated > 0.2:
        return f"Saturated: {layers[-1].saturated:.0%} of the last values lie beyond 0.99, where tanh has no slope."
    if layers[-1].dead > WIDTH // 4:
        return f"{layers[-1].dead} of {WIDTH} last units are dead: 0 for every example, and so is their gradient."
    if ratio < 0.2:
        return f"The signal dies: from the first layer to the last its spread falls {1 / max(ratio, 1e-30):,.0f}-fold."
    if ratio > 5:
        return f"The signal explodes: from the first layer to the last its spread grows {ratio:,.0f}-fold."
    return "The spread survives: this scale undoes what the activation takes away."


# --------------------------------------------------------------------------- pictures


def _ridges(settings: Settings, layers: list[Layer]) -> svg.Drawing:
    row, left, right = 26.0, 30.0, 236.0
    said = "; ".join(f"layer {place}: spread {each.std:.2g}, {each.dead} dead" for place, each in enumerate(layers, 1))
    drawing = svg.Drawing("What each layer gives", said, 50 + row * len(layers) + 18)
    drawing.text(left, 13, f"{settings.activation}, weights × {settings.scale:g}", svg.INK, 12, bold=True)
    drawing.text(svg.WIDE, 13, "spread", svg.MUTED, 11, "end")
    step = (right - left) / BINS
    for place, each in enumerate(layers):
        base = 50 + row * place
        most = max([*each.counts, 1])
        color = svg.ACCENT if 0.1 < each.std < 10 else svg.BAD
        heights = [base - 30 * (count / most) ** 0.7 for count in each.counts]
        points = [(left + (bin_ + 0.5) * step, y) for bin_, y in enumerate(heights)]
        drawing.area([(left, base), *points, (right, base)], color, fill_opacity=0.28)
        drawing.curve(points, color, 1.5)
        drawing.line((left, base), (right, base), svg.LINE)
        drawing.text(22, base, place + 1, svg.MUTED, 11, "end", mono=True)
        drawing.text(svg.WIDE, base, f"{each.std:.2g}", color, 12, "end", mono=True, bold=True)
        if each.dead:
            drawing.text(right + 4, base - 10, f"{each.dead} dead", svg.WARM, 10)
    bottom = 50 + row * (len(layers) - 1)
    for value in (-2, 0, 2):
        x = left + (value + SIGMAS) / (2 * SIGMAS) * (right - left)
        drawing.line((x, 30), (x, bottom), svg.LINE, 1, stroke_dasharray="1 3")
        drawing.text(x, bottom + 14, value, svg.MUTED, 10, "middle", mono=True)
    what = "ReLU's zeros are left out" if settings.activation == "relu" else "values of all units and examples"
    drawing.text(left, drawing.height - 4, what, svg.MUTED, 10.5)
    return drawing


def _flow(layers: list[Layer]) -> svg.Drawing:
    """The spread of activations and of gradients over the layers, on a scale of powers of ten."""
    one, last = layers[0], layers[-1]
    ends = f"activations {one.std:.2g} to {last.std:.2g}, gradients {one.gradient:.2g} to {last.gradient:.2g}"
    drawing = svg.Drawing("Forward and back", f"From first to last layer: {ends}.", 250)
    left, right, top, bottom = 38.0, svg.WIDE - 8.0, 22.0, 206.0
    logs = [math.log10(max(value, 1e-12)) for each in layers for value in (each.std, each.gradient)]
    low, high = min(-2, math.floor(min(logs))), max(2, math.ceil(max(logs)))

    def at(place: int, value: float) -> svg.Point:
        height = (math.log10(max(value, 1e-12)) - low) / (high - low)
        return left + place / max(len(layers) - 1, 1) * (right - left), bottom - height * (bottom - top)

    for power in range(low, high + 1, max(1, (high - low) // 4)):
        y = at(0, 10.0**power)[1]
        drawing.line((left, y), (right, y), svg.INK if power == 0 else svg.LINE, 1 if power else 1.25)
        drawing.text(left - 4, y + 4, f"1e{power}" if power else "1", svg.MUTED, 10, "end", mono=True)
    for name, color, values in (
        ("activations →", svg.ACCENT, [each.std for each in layers]),
        ("← gradients", svg.WARM, [each.gradient for each in layers]),
    ):
        points = [at(place, value) for place, value in enumerate(values)]
        drawing.curve(points, color, 2.25)
        for point, value in zip(points, values, strict=True):
            drawing.circle(point, 3, color, title=f"{value:.3g}")
        x = left if name.startswith("act") else right
        drawing.text(x, 12, name, color, 12, "start" if x == left else "end", bold=True)
    for place in range(len(layers)):
        drawing.text(at(place, 1)[0], bottom + 16, place + 1, svg.MUTED, 10, "middle", mono=True)
    drawing.text(svg.WIDE, bottom + 34, "layer across, spread upward (a power of ten a step)", svg.MUTED, 10.5, "end")
    return drawing


# --------------------------------------------------------------------------- text


def _text(layers: list[Layer]) -> str:
    lines = [f"{'layer':<7}{'activations: spread':<34}{'gradient':>10}{'dead':>7}{'beyond .99':>12}"]
    for place, each in enumerate(layers, 1):
        share = (math.log10(max(each.std, 1e-6)) + 6) / 9
        row = f"{place:>3}    {bar(share, 22)} {each.std:>9.2g} {each.gradient:>10.2g}"
        lines.append(f"{row}{each.dead:>7}{each.saturated:>11.0%}")
    return "\n".join([*lines, "bars: powers of ten from 1e-6 to 1000"])
