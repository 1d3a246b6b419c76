"""Schedule composer: the learning rate that torch's schedulers really set, step by step."""

from __future__ import annotations

from typing import Annotated

import torch
from msgspec import Struct
from torch.optim import lr_scheduler

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import brief

BEYOND = 1.3  # schedules are run on past their end: what they do there is a surprise
PEAK = 0.1


class Settings(Struct, frozen=True):
    """A warmup, a decay, and how long the run is planned to be."""

    shape: Annotated[
        str, Choice("After the warmup", ("cosine", "linear", "step", "exponential", "constant", "one cycle"))
    ] = "cosine"
    warmup: Annotated[int, Range("Warmup steps", 0, 40)] = 10
    total: Annotated[int, Range("Planned steps", 20, 200, 10)] = 100
    floor: Annotated[float, Range("Floor, part of the peak", 0, 0.5, 0.05)] = 0.0
    step: Annotated[int, Step("Step", help="Play the run; it goes on past its planned end.")] = 115


class Run(Struct, frozen=True):
    """The rates that the optimizer had, the code that made the schedule, and what it raised in the end."""

    rates: list[float]
    code: list[str]
    raised: str


def explore(settings: Settings) -> Picture:
    """Compose the schedule from torch's own, and run it past its end."""
    done = run(settings)
    last = len(done.rates) - 1
    step = min(settings.step, last)
    drawings = [_curve(settings, done, step), _recipe(done, step)]
    return Picture(_text(settings, done, step), svg.beside(drawings), _note(settings, done), {"step": last})


def run(settings: Settings) -> Run:
    """Step the scheduler as a loop would, 1.3 times as often as was planned."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=PEAK)
    scheduler, code = composed(optimizer, settings)
    rates = [float(optimizer.param_groups[0]["lr"])]
    raised = ""
    for _ in range(int(settings.total * BEYOND)):
        optimizer.step()
        try:
            scheduler.step()
        except ValueError as error:
            raised = f"{type(error).__name__}: {error}"
            break
        rates.append(float(optimizer.param_groups[0]["lr"]))
    return Run(rates, code, raised)


def composed(optimizer: torch.optim.Optimizer, settings: Settings) -> tuple[lr_scheduler.LRScheduler, list[str]]:
    """The scheduler, and the code that makes the same."""
    warmup = min(settings.warmup, settings.total - 1)
    rest = settings.total - warmup
    if settings.shape == "one cycle":
        share = max(warmup, 1) / settings.total
        cycle = lr_scheduler.OneCycleLR(
            optimizer, PEAK, total_steps=settings.total, pct_start=share, cycle_momentum=False
        )
        return cycle, [
            f"OneCycleLR(optimizer, {PEAK}, total_steps={settings.total},",
            f"           pct_start={share:.3g})",
        ]
    decay, said = _decay(optimizer, settings, rest)
    if not warmup:
        return decay, [said]
    rise = lr_scheduler.LinearLR(optimizer, 1 / (warmup + 1), total_iters=warmup)
    whole = lr_scheduler.SequentialLR(optimizer, [rise, decay], milestones=[warmup])
    code = [
        "SequentialLR(optimizer, [",
        f"  LinearLR(optimizer, 1/{warmup + 1}, total_iters={warmup}),",
        f"  {said},",
        f"], milestones=[{warmup}])",
    ]
    return whole, code


def _decay(optimizer: torch.optim.Optimizer, settings: Settings, rest: int) -> tuple[lr_scheduler.LRScheduler, str]:
    floor = settings.floor
    if settings.shape == "cosine":
        least = f"{PEAK * floor:.3g}"
        return lr_scheduler.CosineAnnealingLR(
            optimizer, rest, PEAK * floor
        ), f"CosineAnnealingLR(optimizer, {rest}, {least})"
    if settings.shape == "linear":
        end = max(floor, 0.0)
        return lr_scheduler.LinearLR(optimizer, 1.0, end, rest), f"LinearLR(optimizer, 1.0, {end:g}, {rest})"
    if settings.shape == "step":
        every, gamma = max(rest // 3, 1), max(floor, 0.1) ** 0.5
        return lr_scheduler.StepLR(optimizer, every, gamma), f"StepLR(optimizer, {every}, {gamma:.3g})"
    if settings.shape == "exponential":
        gamma = max(floor, 0.01) ** (1 / rest)
        return lr_scheduler.ExponentialLR(optimizer, gamma), f"ExponentialLR(optimizer, {gamma:.4g})"
    return lr_scheduler.ConstantLR(optimizer, 1.0, 1), "ConstantLR(optimizer, 1.0, 1)"


def _note(settings: Settings, done: Run) -> str:
    if done.raised:
        return f"One step too many: {brief(done.raised, 100)}"
    after = done.rates[settings.total :]
    lowest = min(done.rates[settings.total - 1 : settings.total + 1])
    if after and max(after) > 1.01 * lowest + 1e-12 and settings.shape == "cosine":
        return f"Past its T_max the cosine climbs back, to {max(after):.3g}: stop with the schedule, or clamp it."
    if settings.shape == "constant":
        return "Warmup alone: the rate rises, and stays."
    end = done.rates[min(settings.total, len(done.rates) - 1)]
    return f"From {done.rates[0]:.3g} over {max(done.rates):.3g} to {end:.3g}."


# --------------------------------------------------------------------------- pictures


def _curve(settings: Settings, done: Run, step: int) -> svg.Drawing:
    steps = int(settings.total * BEYOND)
    drawing = svg.Drawing(
        "The learning rate", f"At step {step} it is {done.rates[step]:.4g}. {_note(settings, done)}", 240
    )
    left, right, top, bottom = 40.0, svg.WIDE - 6.0, 20.0, 196.0
    most = max(*done.rates, PEAK)

    def at(place: int, rate: float) -> svg.Point:
        return left + place / steps * (right - left), bottom - rate / most * (bottom - top)

    end = at(settings.total, 0)[0]
    drawing.rect(end, top - 6, right - end, bottom - top + 6, svg.BAD, fill_opacity=0.1, rx=3)
    drawing.text(end + 3, top + 6, "past the end", svg.BAD, 10.5)
    for part in (0.0, 0.5, 1.0):
        y = at(0, most * part)[1]
        drawing.line((left, y), (right, y))
        drawing.text(left - 4, y + 4, f"{most * part:.2g}", svg.MUTED, 10, "end", mono=True)
    points = [at(place, rate) for place, rate in enumerate(done.rates)]
    drawing.area([(left, bottom), *points, (points[-1][0], bottom)], svg.ACCENT, fill_opacity=0.12)
    drawing.curve(points[: settings.total + 1], svg.ACCENT, 2.25)
    drawing.curve(points[settings.total :], svg.BAD, 2.25)
    if done.raised:
        drawing.text(points[-1][0] + 4, bottom - 8, "raises", svg.BAD, 11, bold=True)
    here = points[step]
    drawing.line((here[0], top), (here[0], bottom), svg.MUTED, 1, stroke_dasharray="3 3")
    drawing.circle(here, 5, svg.WARM, svg.PAPER)
    for place in (0, settings.total // 2, settings.total):
        drawing.text(at(place, 0)[0], bottom + 15, place, svg.MUTED, 10, "middle", mono=True)
    drawing.text(left, bottom + 36, f"step {step}", svg.MUTED, 12)
    drawing.text(right, bottom + 36, f"lr = {done.rates[step]:.6f}", svg.WARM, 13, "end", mono=True, bold=True)
    return drawing


def _recipe(done: Run, step: int) -> svg.Drawing:
    """The code, and the rates around the step as the optimizer has them."""
    first = max(0, min(step - 2, len(done.rates) - 6))
    rows = list(range(first, min(first + 6, len(done.rates))))
    drawing = svg.Drawing("The schedule in torch", " ".join(done.code), 34 + 18 * len(done.code) + 22 + 20 * len(rows))
    drawing.rect(0.5, 0.5, svg.WIDE - 1, 20 + 18 * len(done.code), svg.PANEL, svg.LINE, rx=6)
    for place, line in enumerate(done.code):
        indent = len(line) - len(line.lstrip())
        drawing.text(12 + 6.4 * indent, 22 + 18 * place, line.strip(), svg.INK, 10.5, mono=True)
    top = 34 + 18 * len(done.code)
    drawing.text(12, top + 8, "step", svg.MUTED, 11)
    drawing.text(svg.WIDE - 12, top + 8, "param_groups[0]['lr']", svg.MUTED, 11, "end")
    most = max(done.rates)
    for place, row in enumerate(rows):
        y = top + 28 + 20 * place
        color = svg.WARM if row == step else svg.INK
        drawing.rect(
            52,
            y - 10,
            140 * done.rates[row] / most,
            12,
            svg.WARM if row == step else svg.ACCENT,
            fill_opacity=0.5,
            rx=2,
        )
        drawing.text(12, y, row, color, 12, mono=True, bold=row == step)
        drawing.text(svg.WIDE - 12, y, f"{done.rates[row]:.6f}", color, 12, "end", mono=True, bold=row == step)
    return drawing


def _text(settings: Settings, done: Run, step: int) -> str:
    columns, rows = 64, 9
    most = max(done.rates)
    steps = int(settings.total * BEYOND)
    canvas = [[" "] * columns for _ in range(rows)]
    for column in range(columns):
        place = round(column / (columns - 1) * steps)
        if place < len(done.rates):
            height = round(done.rates[place] / most * (rows - 1))
            canvas[rows - 1 - height][column] = "x" if place > settings.total else "*"
    canvas[rows - 1 - round(done.rates[step] / most * (rows - 1))][round(step / steps * (columns - 1))] = "@"
    lines = [
        f"{most * (rows - 1 - row) / (rows - 1):>9.4f} |{''.join(line).rstrip()}" for row, line in enumerate(canvas)
    ]
    scale = f"{'':>10} 0{f'{settings.total} planned':>{round(columns / BEYOND)}}"
    end = [
        f"at step {step}: lr = {done.rates[step]:.6f}   (* planned, x past the end, @ here)",
        *([done.raised[:80]] if done.raised else []),
    ]
    return "\n".join([*lines, scale, *end, "", *done.code])
