"""Mutant zoo: which test catches which wrong LayerNorm, and under which inputs it hides."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated

import torch
from msgspec import Struct
from torch.nn import functional

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range
from gradschool.inside.explorers import Picture

EPS = 1e-5
ROWS, WIDTH = 4, 5
INPUTS = ("ordinary", "tiny, times 0.01", "far off, plus 10,000", "a constant row", "one row", "all five")
UPSTREAMS = ("sum(): ones", "square().sum(): 2y", "uneven")
TESTS = ("values", "gradient", "mean 0", "alone", "input")

Forward = Callable[[torch.Tensor], torch.Tensor]
Backward = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]


class Settings(Struct, frozen=True):
    """What the five tests ask, and how near is near enough."""

    inputs: Annotated[str, Choice("Inputs", INPUTS)] = "ordinary"
    upstream: Annotated[str, Choice("Upstream gradient", UPSTREAMS, "What arrives from above.")] = "sum(): ones"
    power: Annotated[int, Range("Tolerance = 10^", -15, 0)] = -6
    dtype: Annotated[str, Choice("dtype", ("float64", "float32"))] = "float64"


class Specimen(Struct, frozen=True):
    """A LayerNorm: `backward`, from upstream, output and deviation, where it isn't left to autograd."""

    name: str
    forward: Forward
    backward: Backward | None = None
    right: bool = False


def _mean(x: torch.Tensor) -> torch.Tensor:
    return x.mean(-1, keepdim=True)


def _variance(x: torch.Tensor) -> torch.Tensor:
    return x.var(-1, correction=0, keepdim=True)


def _another_order(x: torch.Tensor) -> torch.Tensor:
    return (x - _mean(x)) * torch.rsqrt(_variance(x) + EPS)


def _overwriting(x: torch.Tensor) -> torch.Tensor:
    x.sub_(_mean(x))
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + EPS)


def _squares_first(x: torch.Tensor) -> torch.Tensor:
    return (x - _mean(x)) / (_mean(x.square()) - _mean(x).square() + EPS).sqrt()


def _whole(g: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return g - _mean(g) - y * _mean(g * y)


ZOO = (
    Specimen("torch's own", lambda x: functional.layer_norm(x, (WIDTH,), eps=EPS), right=True),
    Specimen("right, another order", _another_order, right=True),
    Specimen("along the wrong axis", lambda x: _another_order(x.T).T),
    Specimen("sample deviation", lambda x: (x - _mean(x)) / (x.var(-1, keepdim=True) + EPS).sqrt()),
    Specimen("mean not subtracted", lambda x: x / (_variance(x) + EPS).sqrt()),
    Specimen("eps outside the root", lambda x: (x - _mean(x)) / (_variance(x).sqrt() + EPS)),
    Specimen("no eps", lambda x: (x - _mean(x)) / _variance(x).sqrt()),
    Specimen("squares first", _squares_first),
    Specimen("input overwritten", _overwriting),
    Specimen("a term forgotten", _another_order, lambda g, _, d: (g - _mean(g)) / d),
    Specimen("not divided", _another_order, lambda g, y, _: _whole(g, y)),
    Specimen("sign turned", _another_order, lambda g, y, d: -_whole(g, y) / d),
    Specimen("zeros", _another_order, lambda g, _, __: torch.zeros_like(g)),
)


def explore(settings: Settings) -> Picture:
    """Every test on every specimen: what it measures, and what it says at this tolerance."""
    measured = {each.name: errors(each, settings) for each in ZOO}
    drawings = [_matrix(settings, measured), _room(settings, measured)]
    return Picture(_text(settings, measured), svg.beside(drawings), _note(settings, measured))


def errors(specimen: Specimen, settings: Settings) -> dict[str, float]:
    """How far each test finds the specimen off, at worst, over the chosen inputs; NaN counts as infinitely far."""
    kinds = INPUTS[:-1] if settings.inputs == "all five" else (settings.inputs,)
    found = [_errors(specimen, inputs(kind, getattr(torch, settings.dtype)), settings.upstream) for kind in kinds]
    return {test: max(each[test] for each in found) for test in TESTS}


def inputs(kind: str, dtype: torch.dtype) -> torch.Tensor:
    """The inputs of a kind, the same every time: `(ROWS, WIDTH)`, or one row of it."""
    x = torch.randn(ROWS, WIDTH, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    if kind == "tiny, times 0.01":
        x = x * 0.01
    elif kind == "far off, plus 10,000":
        x = x + 10_000
    elif kind == "a constant row":
        x[1] = 3.0
    elif kind == "one row":
        x = x[:1]
    return x.to(dtype)


def caught(settings: Settings, error: float) -> bool:
    """Whether a test that finds `error` raises."""
    return not error <= 10.0**settings.power


def _errors(specimen: Specimen, x: torch.Tensor, upstream: str) -> dict[str, float]:
    exact = x.double().requires_grad_()
    wanted = functional.layer_norm(exact, (WIDTH,), eps=EPS)
    above = _upstream(upstream, wanted.detach())
    (slope,) = torch.autograd.grad(wanted, exact, above)
    leaf = x.clone().requires_grad_()
    held = leaf * 1  # what is handed over may be overwritten, and a leaf may not
    y = specimen.forward(held)
    if specimen.backward is None:
        (came,) = torch.autograd.grad(y, leaf, above.to(x.dtype))
    else:
        came = specimen.backward(above.to(x.dtype), y.detach(), (_variance(x) + EPS).sqrt())
    with torch.no_grad():
        alone = specimen.forward(x[:1].clone())
        return {
            "values": _worst(y - wanted),
            "gradient": _worst(came - slope),
            "mean 0": _worst(_mean(y)),
            "alone": _worst(alone - y[:1]),
            "input": 0.0 if torch.equal(held, x) else math.inf,
        }


def _upstream(kind: str, y: torch.Tensor) -> torch.Tensor:
    if kind == "uneven":
        return torch.randn(ROWS, WIDTH, generator=torch.Generator().manual_seed(1), dtype=torch.float64)[: len(y)]
    return torch.ones_like(y) if kind == "sum(): ones" else 2 * y


def _worst(difference: torch.Tensor) -> float:
    worst = float(difference.detach().abs().max())
    return math.inf if math.isnan(worst) else worst


def _note(settings: Settings, measured: dict[str, dict[str, float]]) -> str:
    refused = [each.name for each in ZOO if each.right and _noticed(settings, measured[each.name])]
    alive = [each for each in ZOO if not each.right and not _noticed(settings, measured[each.name])]
    if refused:
        worst = max(error for each in ZOO if each.right for error in measured[each.name].values())
        return f"Too tight: what is right is refused, for rounding alone is {worst:.0e} here."
    hidden = [each for each in alive if each.backward]
    if hidden and settings.upstream != "uneven":
        number = "A wrong backward passes" if len(hidden) == 1 else f"{len(hidden)} wrong backwards pass"
        return f"{number}: the gradient of {settings.upstream.partition(':')[0]} is nearly 0, whatever x is."
    if alive:
        names = ", ".join(each.name for each in alive)
        return f"Alive: {names}. Look for an input on which it shows before you touch the tolerance."
    return "All eleven are caught, and nothing right is refused: now the tests are worth something."


def _noticed(settings: Settings, found: dict[str, float]) -> bool:
    return any(caught(settings, error) for error in found.values())


# --------------------------------------------------------------------------- pictures


NAMES_WIDE, COLUMN, LINE_HIGH = 138.0, 36.0, 19.0


def _matrix(settings: Settings, measured: dict[str, dict[str, float]]) -> svg.Drawing:
    """A row for each specimen, a column for each test."""
    wrong = [each for each in ZOO if not each.right]
    number = sum(_noticed(settings, measured[each.name]) for each in wrong)
    drawing = svg.Drawing(
        "Tests and mutants", f"{number} of {len(wrong)} mutants are caught. {_note(settings, measured)}",
        46 + LINE_HIGH * len(ZOO) + 34,
    )  # fmt: skip
    for place, test in enumerate(TESTS):
        drawing.text(NAMES_WIDE + (place + 0.5) * COLUMN, 14 + 13 * (place % 2), test, svg.MUTED, 10, "middle")
    for row, each in enumerate(ZOO):
        y = 36 + LINE_HIGH * row + (8 if row >= 2 else 0)
        noticed = _noticed(settings, measured[each.name])
        color = svg.BAD if noticed == each.right else svg.INK
        drawing.text(0, y + 12, each.name, color, 12, bold=color == svg.BAD)
        for place, test in enumerate(TESTS):
            error = measured[each.name][test]
            fires = caught(settings, error)
            fill = (svg.BAD if each.right else svg.GOOD) if fires else svg.PANEL
            said = f"{each.name}, {test}: off by {error:.1e}"
            x = NAMES_WIDE + place * COLUMN + 1.5
            drawing.rect(x, y, COLUMN - 3, LINE_HIGH - 3, fill, "none" if fires else svg.LINE, rx=3, title=said)
            if fires:
                drawing.text(x + (COLUMN - 3) / 2, y + 12, "raises", svg.PAPER, 9, "middle")
    bottom = drawing.height - 8
    drawing.text(0, bottom, f"{number} of {len(wrong)} mutants caught", svg.INK, 13, bold=True)
    drawing.text(svg.WIDE, bottom, f"tolerance 1e{settings.power}", svg.WARM, 12, "end", mono=True)
    return drawing


LEAST, MOST = -17, 2


def _room(settings: Settings, measured: dict[str, dict[str, float]]) -> svg.Drawing:
    """How far values and gradients are off, and where the tolerance stands."""
    drawing = svg.Drawing(
        "How far they are off", "Values and gradients, on a scale of powers of ten, and the tolerance.",
        46 + LINE_HIGH * len(ZOO) + 34,
    )  # fmt: skip
    left, right, top, bottom = 8.0, svg.WIDE - 8.0, 34.0, 44 + LINE_HIGH * len(ZOO)

    def across(error: float) -> float:
        power = min(max(math.log10(error), LEAST), MOST) if error > 0 else LEAST
        return left + (power - LEAST) / (MOST - LEAST) * (right - left)

    for power in range(-15, 1, 3):
        drawing.line((across(10.0**power), top), (across(10.0**power), bottom))
        drawing.text(across(10.0**power), bottom + 13, f"1e{power}", svg.MUTED, 9.5, "middle", mono=True)
    limit = across(10.0**settings.power)
    drawing.rect(limit, top, right - limit, bottom - top, svg.GOOD, fill_opacity=0.1)
    drawing.line((limit, top), (limit, bottom), svg.WARM, 1.5, stroke_dasharray="4 3")
    for row, each in enumerate(ZOO):
        y = 36 + LINE_HIGH * row + (8 if row >= 2 else 0) + LINE_HIGH / 2 - 1
        for test, color, lift in (("values", svg.ACCENT, -3), ("gradient", svg.VIOLET, 3)):
            error = measured[each.name][test]
            place = (across(error), y + lift)
            drawing.circle(place, 4, color, svg.PAPER, title=f"{each.name}, {test}: off by {error:.1e}")
    drawing.circle((left + 5, 13), 4, svg.ACCENT)
    drawing.text(left + 14, 17, "values", svg.MUTED, 11)
    drawing.circle((left + 65, 13), 4, svg.VIOLET)
    drawing.text(left + 74, 17, "gradient", svg.MUTED, 11)
    drawing.text(right, 17, "shaded: the test raises", svg.MUTED, 11, "end")
    drawing.text(left, drawing.height - 6, "← equal", svg.MUTED, 11)
    drawing.text(right, drawing.height - 6, "far off →", svg.MUTED, 11, "end")
    return drawing


def _text(settings: Settings, measured: dict[str, dict[str, float]]) -> str:
    lines = [f"{'':<22}{'  '.join(f'{test:>8}' for test in TESTS)}"]
    for row, each in enumerate(ZOO):
        if row in (0, 2):
            lines.append("to be let through:" if each.right else "to be caught:")
        cells = []
        for test in TESTS:
            error = measured[each.name][test]
            cells.append(f"{f'{error:.0e}':>7}{'!' if caught(settings, error) else ' '}")
        lines.append(f"{each.name:<22}{'  '.join(cells)}".rstrip())
    number = sum(_noticed(settings, measured[each.name]) for each in ZOO if not each.right)
    total = sum(not each.right for each in ZOO)
    return "\n".join(
        [*lines, "", f"how far off; ! the test raises at 1e{settings.power}; {number} of {total} mutants caught"]
    )
