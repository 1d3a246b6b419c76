"""Loss comparer: how hard each example pulls under each loss.

A loss is seen by its gradient alone: what every example asks for, and which part of the whole that is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import torch
from msgspec import Struct
from torch.nn import functional

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import bar

RIGHT_NOES = (0.99, 0.99, 0.98, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.9, 0.85, 0.8, 0.7, 0.5, 0.3)
RIGHT_YESES = (0.88, 0.6, 0.25, 0.1)
ERRORS = (0.1, -0.1, 0.2, -0.3, 0.3, 0.4, -0.5, 0.6, -0.6, 0.7, -0.8, 0.9, 1.0, -1.1, 1.3, -1.5, 1.7, 4.0, -6.0, 9.0)
COSINES = (-0.5, -0.4, -0.3, -0.25, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
OWN = 0.7  # the cosine of a row's own partner
COLORS = (svg.ACCENT, svg.VIOLET, svg.GOOD)

Loss = Callable[[torch.Tensor], torch.Tensor]  # from rows of examples, (rows, examples), to one number


class Settings(Struct, frozen=True):
    """A problem, and the number that its loss is tuned by."""

    problem: Annotated[str, Choice("Problem", ("yes or no", "a number", "pairs"))] = "yes or no"
    gamma: Annotated[float, Range("γ of the focal loss", 0, 5, 0.5, "For yes or no; 0 is cross-entropy.")] = 2.0
    delta: Annotated[float, Range("δ of Huber", 0.2, 10, 0.2, "For a number, in its unit.")] = 1.0
    temperature: Annotated[float, Range("Temperature", 0.02, 1, 0.02, "For pairs.")] = 0.1
    example: Annotated[int, Step("Example", help="Play through the examples, from right to wrong.")] = 17


class Problem(Struct, frozen=True):
    """Examples in order, from those that are right to those that are wrong, and three losses for them.

    Args:
        places: where each stands on the axis of the curve: a probability, an error, a cosine.
        values: what the losses get of each: a logit, an error, a cosine.
        rare: which of them are marked.
        words: the axis, what is marked, and what is not.
        losses: by their names; the last is the one that is tuned.
        value_of: the value of an example that stands elsewhere, given its number.
    """

    places: list[float]
    values: torch.Tensor
    rare: list[bool]
    words: tuple[str, str, str]
    losses: dict[str, Loss]
    value_of: Callable[[torch.Tensor, int], torch.Tensor]


def explore(settings: Settings) -> Picture:
    """Ask autograd how hard each example pulls."""
    problem = PROBLEMS[settings.problem](settings)
    pulled = {name: pulls(loss, problem.values[None])[0] for name, loss in problem.losses.items()}
    shares = {name: (pull / pull.sum()).tolist() for name, pull in pulled.items()}
    example = min(settings.example, len(problem.places) - 1)
    drawings = [_strips(problem, shares, example), _curves(problem, shares, example)]
    note = _note(settings, problem, shares)
    return Picture(_text(problem, shares, example), svg.beside(drawings), note, {"example": len(problem.places) - 1})


def pulls(loss: Loss, rows: torch.Tensor) -> torch.Tensor:
    """The size of the gradient of `loss` for each element of `rows`."""
    asked = rows.detach().clone().requires_grad_()
    return torch.autograd.grad(loss(asked), asked)[0].abs()


# --------------------------------------------------------------------------- problems


def _yes_or_no(settings: Settings) -> Problem:
    both = [(p, False) for p in RIGHT_NOES] + [(p, True) for p in RIGHT_YESES]
    both.sort(key=lambda pair: -pair[0])
    places, rare = [p for p, _ in both], [yes for _, yes in both]
    target = torch.tensor(rare).float()
    weight = torch.tensor(len(RIGHT_NOES) / len(RIGHT_YESES))

    def cross_entropy(rows: torch.Tensor, pos_weight: torch.Tensor | None = None) -> torch.Tensor:
        wanted = target.expand_as(rows)
        return functional.binary_cross_entropy_with_logits(rows, wanted, pos_weight=pos_weight, reduction="sum")

    def focal(rows: torch.Tensor) -> torch.Tensor:
        signed = rows * (2 * target - 1)
        power = (settings.gamma * functional.logsigmoid(-signed)).exp()
        return -(power * functional.logsigmoid(signed)).sum()

    return Problem(
        places,
        torch.tensor(places).logit() * (2 * target - 1),
        rare,
        ("probability of what is true", "yes", "no"),
        {
            "cross-entropy": cross_entropy,
            f"pos_weight {weight:g}": lambda rows: cross_entropy(rows, weight),
            f"focal, γ {settings.gamma:g}": focal,
        },
        lambda place, example: place.logit() * (1 if rare[example] else -1),
    )


def _a_number(settings: Settings) -> Problem:
    errors = sorted(ERRORS, key=abs)

    def of(loss: Callable[..., torch.Tensor], **more: float) -> Loss:
        return lambda rows: loss(rows, torch.zeros_like(rows), reduction="sum", **more)

    return Problem(
        errors,
        torch.tensor(errors),
        [abs(error) > 2 for error in errors],
        ("error", "outlier", ""),
        {
            "squared error": of(functional.mse_loss),
            "absolute error": of(functional.l1_loss),
            f"Huber, δ {settings.delta:g}": of(functional.huber_loss, delta=settings.delta),
        },
        lambda place, _: place,
    )


def _pairs(settings: Settings) -> Problem:
    def contrastive(temperature: float) -> Loss:
        def loss(rows: torch.Tensor) -> torch.Tensor:
            scores = torch.cat([rows.new_full((len(rows), 1), OWN), rows], 1) / temperature
            return functional.cross_entropy(scores, torch.zeros(len(rows), dtype=torch.int64), reduction="sum")

        return loss

    return Problem(
        list(COSINES),
        torch.tensor(COSINES),
        [place >= len(COSINES) - 3 for place in range(len(COSINES))],
        ("cosine with another's partner", "near", ""),
        {
            "temperature 1": contrastive(1.0),
            "margin 0.4": lambda rows: (rows - OWN + 0.4).clamp(min=0).sum(),
            f"T = {settings.temperature:g}": contrastive(settings.temperature),
        },
        lambda place, _: place,
    )


PROBLEMS: dict[str, Callable[[Settings], Problem]] = {"yes or no": _yes_or_no, "a number": _a_number, "pairs": _pairs}


def _note(settings: Settings, problem: Problem, shares: dict[str, list[float]]) -> str:
    first, *_, last = shares.values()
    if settings.problem == "yes or no":
        right = [place for place, p in enumerate(problem.places) if p >= 0.9]
        before, after = (sum(each[place] for place in right) for each in (first, last))
        return (
            f"Of the pull, {before:.1%} comes from the {len(right)} examples that are right to 90% or more "
            f"under cross-entropy, and {after:.1%} under the focal loss."
        )
    before, after = (
        sum(share for share, rare in zip(each, problem.rare, strict=True) if rare) for each in (first, last)
    )
    if settings.problem == "a number":
        return f"The three outliers have {before:.0%} of the pull under the squared error, and {after:.0%} under Huber."
    return (
        f"The three that are nearest have {before:.0%} of the pull at a temperature of 1, "
        f"and {after:.0%} at {settings.temperature:g}."
    )


# --------------------------------------------------------------------------- pictures


def _strips(problem: Problem, shares: dict[str, list[float]], example: int) -> svg.Drawing:
    """A strip for each loss with a bar for each example: its part of the whole."""
    _, marked, _ = problem.words
    high, left = 62.0, 4.0
    step = (svg.WIDE - 2 * left) / len(problem.places)
    said = "; ".join(f"{name}: example {example} has {each[example]:.1%}" for name, each in shares.items())
    drawing = svg.Drawing("Who pulls how hard", said, 30 + 3 * (high + 26) + 22)
    drawing.rect(left + step * example, 6, step, drawing.height - 30, svg.WARM, fill_opacity=0.12, rx=3)
    for place, (name, each) in enumerate(shares.items()):
        base = 26 + high + place * (high + 26)
        most = max(each)
        drawing.text(left, base - high - 6, name, COLORS[place], 12, bold=True)
        drawing.text(
            svg.WIDE - left, base - high - 6, f"{each[example]:.1%}", svg.WARM, 12, "end", mono=True, bold=True
        )
        for number, share in enumerate(each):
            opacity = 1.0 if problem.rare[number] else 0.45
            x, tall = left + step * number, high * 0.92 * share / most
            title = f"{problem.places[number]:g}: {share:.1%}"
            drawing.rect(x + 1, base - tall, step - 2, tall, COLORS[place], fill_opacity=opacity, rx=1.5, title=title)
        drawing.line((left, base), (svg.WIDE - left, base), svg.LINE)
    bottom = drawing.height - 6
    drawing.text(left, bottom, "← easy", svg.MUTED, 11)
    drawing.text(svg.WIDE / 2, bottom, f"solid: {marked}", svg.MUTED, 11, "middle")
    drawing.text(svg.WIDE - left, bottom, "hard →", svg.MUTED, 11, "end")
    return drawing


def _curves(problem: Problem, shares: dict[str, list[float]], example: int) -> svg.Drawing:
    """How hard the chosen example would pull if it stood elsewhere, each loss by its own highest."""
    axis, marked, unmarked = problem.words
    here = problem.places[example]
    low, top_ = min(problem.places), max(problem.places)
    if axis == "error":
        low, top_ = -max(abs(low), top_), max(abs(low), top_)
    elif axis.startswith("prob"):
        low, top_ = 0.01, 0.99
    grid = torch.linspace(low, top_, 121)
    drawing = svg.Drawing("What one example asks for", f"The chosen one stands at {here:g} ({axis}).", 292)
    left, right, top, bottom = 10.0, svg.WIDE - 10.0, 22.0, 168.0

    def x_of(value: float) -> float:
        return left + (value - low) / (top_ - low) * (right - left)

    drawing.text(left, 12, "pull, each loss by its own highest", svg.MUTED, 11)
    drawing.line((left, bottom), (right, bottom), svg.LINE)
    drawing.line((x_of(here), top), (x_of(here), bottom), svg.WARM, 1, stroke_dasharray="3 3")
    for place, (name, loss) in enumerate(problem.losses.items()):
        elsewhere = problem.values.repeat(len(grid), 1)
        elsewhere[:, example] = problem.value_of(grid, example)
        along = pulls(loss, elsewhere)[:, example]
        most = max(float(along.max()), 1e-12)
        points = [
            (x_of(float(at)), bottom - (bottom - top) * float(pull) / most)
            for at, pull in zip(grid, along, strict=True)
        ]
        drawing.curve(points, COLORS[place], 2)
        now = float(pulls(loss, problem.values[None])[0, example])
        drawing.circle((x_of(here), bottom - (bottom - top) * now / most), 4.5, COLORS[place], svg.PAPER)
        row = bottom + 76 + 20 * place
        drawing.circle((left + 5, row - 4), 4, COLORS[place])
        drawing.text(left + 16, row, name, svg.INK, 12)
        drawing.text(right - 74, row, f"{now:.3g}", svg.INK, 12, "end", mono=True)
        drawing.text(right, row, f"{shares[name][example]:.1%}", svg.WARM, 12, "end", mono=True, bold=True)
    for value in (low, (low + top_) / 2, top_):
        anchor = {low: "start", top_: "end"}.get(value, "middle")
        drawing.text(x_of(value), bottom + 14, f"{value:.2g}", svg.MUTED, 10, anchor, mono=True)
    drawing.text((left + right) / 2, bottom + 28, axis, svg.MUTED, 11, "middle")
    kind = marked if problem.rare[example] else unmarked
    head = bottom + 54
    drawing.text(left, head, f"example {example}{f', {kind}' if kind else ''}", svg.WARM, 12)
    drawing.text(right - 74, head, "pull", svg.MUTED, 11, "end")
    drawing.text(right, head, "of the whole", svg.MUTED, 11, "end")
    return drawing


# --------------------------------------------------------------------------- text


def _text(problem: Problem, shares: dict[str, list[float]], example: int) -> str:
    axis, marked, unmarked = problem.words
    head = f"{'':<18}" + "".join(f"{name:<20}" for name in shares)
    lines = [head.rstrip()]
    for number, place in enumerate(problem.places):
        kind = marked if problem.rare[number] else unmarked
        row = f"{'@' if number == example else ' '} {place:>6.2f} {kind:<8} "
        for each in shares.values():
            row += f"{bar(each[number] / max(each), 10)} {each[number]:>6.1%}   "
        lines.append(row.rstrip())
    return "\n".join([*lines, f"left: {axis}; bars: parts of the pull (@ the chosen)"])
