"""Norm cube: which values each normalization averages over.

The lit cells are found by asking autograd which inputs the chosen output depends on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import torch
from msgspec import Struct
from torch import nn

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step, Toggle
from gradschool.inside.explorers import Picture

N, C, L = 3, 4, 4  # examples, channels, and positions (height times width)
KINDS = ("BatchNorm", "LayerNorm over channels", "LayerNorm over (C, H, W)", "GroupNorm", "InstanceNorm", "RMSNorm")


class Settings(Struct, frozen=True):
    """The layer, and the output cell whose inputs are lit."""

    kind: Annotated[str, Choice("Layer", KINDS)] = "BatchNorm"
    groups: Annotated[str, Choice("Groups of channels", ("1", "2", "4"), "For GroupNorm.")] = "2"
    training: Annotated[bool, Toggle("Training mode", "In eval mode BatchNorm uses what it remembers.")] = True
    position: Annotated[int, Range("Position", 0, L - 1, help="One place of height × width.")] = 1
    cell: Annotated[int, Step("Cell", help="Play: every channel of every example in turn.")] = 1


def explore(settings: Settings) -> Picture:
    """Normalize random values, and ask which of them the chosen output depends on."""
    cell = min(settings.cell, N * C - 1)
    n, c = divmod(cell, C)
    lit = depends(settings, n, c)
    count = int(lit.sum())
    drawings = [_cube(settings, lit, (n, c, settings.position)), _facts(settings, lit, count)]
    return Picture(
        _text(settings, lit, (n, c, settings.position)),
        svg.beside(drawings),
        _note(settings, count),
        {"cell": N * C - 1},
    )


def layer(settings: Settings) -> Callable[[torch.Tensor], torch.Tensor]:
    """The layer on values of shape `(N, C, L)`."""
    made: dict[str, Callable[[], nn.Module]] = {
        "BatchNorm": lambda: nn.BatchNorm1d(C, affine=False),
        "LayerNorm over channels": lambda: nn.LayerNorm(C, elementwise_affine=False),
        "LayerNorm over (C, H, W)": lambda: nn.LayerNorm((C, L), elementwise_affine=False),
        "GroupNorm": lambda: nn.GroupNorm(int(settings.groups), C, affine=False),
        "InstanceNorm": lambda: nn.InstanceNorm1d(C),
        "RMSNorm": lambda: nn.RMSNorm(C, elementwise_affine=False),
    }
    module = made[settings.kind]().double().train(settings.training)
    if settings.kind in ("LayerNorm over channels", "RMSNorm"):  # these read the last axis, so channels go there
        return lambda x: module(x.transpose(1, 2)).transpose(1, 2)
    return module


def depends(settings: Settings, n: int, c: int) -> torch.Tensor:
    """For each input value whether the chosen output depends on it: bool, `(N, C, L)`."""
    x = torch.randn(N, C, L, dtype=torch.float64).requires_grad_()
    output = layer(settings)(x)[n, c, settings.position]
    return torch.autograd.grad(output, x)[0].abs() > 1e-12


def _note(settings: Settings, count: int) -> str:
    kind = settings.kind
    if kind == "BatchNorm" and not settings.training:
        return "In eval mode BatchNorm depends on no other value: it uses the statistics that it remembers."
    if kind == "BatchNorm":
        return "One mean and one deviation for each channel, over the whole batch: an example depends on its neighbors."
    if kind == "RMSNorm":
        return "As LayerNorm over channels, but the mean stays: only the size is divided away."
    if kind == "GroupNorm" and settings.groups in ("1", "4"):
        same = "LayerNorm over (C, H, W)" if settings.groups == "1" else "InstanceNorm"
        groups = "1 group" if settings.groups == "1" else f"{settings.groups} groups"
        return f"With {groups} GroupNorm is {same}: {count} values for each statistic."
    return f"{count} values of one example: the batch may have any size, and train and eval agree."


# --------------------------------------------------------------------------- pictures


SIZE, LEAN = 30.0, 13.0  # of a cell's front, and of its side


def _cube(settings: Settings, lit: torch.Tensor, chosen: tuple[int, int, int]) -> svg.Drawing:
    """Slabs, one for each example, behind each other; channels across, positions down."""
    across, up = SIZE * 2 + 4, 46.0  # from one example to the one behind it
    drawing = svg.Drawing(
        f"{settings.kind}: what is averaged",
        f"{int(lit.sum())} of {lit.numel()} values are lit.",
        40 + up * (N - 1) + L * SIZE + 34,
    )
    drawing.text(0, 14, settings.kind, svg.ACCENT, 13, bold=True)
    for n in range(N - 1, -1, -1):
        _slab(drawing, lit[n], n, chosen, (8 + across * n, 44 + up * (N - 1 - n)))
    drawing.text(8, drawing.height - 4, "C across, H·W down, examples N behind each other", svg.MUTED, 11)
    return drawing


def _slab(
    drawing: svg.Drawing, lit: torch.Tensor, n: int, chosen: tuple[int, int, int], corner: tuple[float, float]
) -> None:
    """One example: the front of every cell, and the slab's side and lid."""
    left, top = corner
    right = left + C * SIZE
    for c in range(C):
        for p in range(L):
            x, y = left + c * SIZE, top + p * SIZE
            now, on = (n, c, p) == chosen, bool(lit[c, p])
            fill = svg.WARM if now else svg.ACCENT if on else svg.PANEL
            line, opacity = svg.PAPER if on else svg.LINE, 0.75 if on and not now else 1
            title = f"example {n}, channel {c}, position {p}" + (", averaged" if on else "")
            drawing.rect(x, y, SIZE, SIZE, svg.PAPER, svg.PAPER)
            drawing.rect(x, y, SIZE, SIZE, fill, line, fill_opacity=opacity, title=title)
    for p in range(L):
        y = top + p * SIZE
        side = [(right, y), (right + LEAN, y - LEAN * 0.7), (right + LEAN, y + SIZE - LEAN * 0.7), (right, y + SIZE)]
        _face(drawing, side, on=bool(lit[C - 1, p]))
    for c in range(C):
        x = left + c * SIZE
        lid = [(x, top), (x + LEAN, top - LEAN * 0.7), (x + SIZE + LEAN, top - LEAN * 0.7), (x + SIZE, top)]
        _face(drawing, lid, on=bool(lit[c, 0]))
    drawing.text(right + LEAN + 5, top + L * SIZE - 12, f"n = {n}", svg.MUTED, 11, mono=True)


def _face(drawing: svg.Drawing, corners: list[tuple[float, float]], *, on: bool) -> None:
    drawing.area(corners, svg.PAPER)
    drawing.area(corners, svg.ACCENT if on else svg.LINE, stroke=svg.PAPER, fill_opacity=0.45 if on else 0.6)


def _facts(settings: Settings, lit: torch.Tensor, count: int) -> svg.Drawing:
    """How many values share a statistic, and how many statistics there are."""
    rows = _rows(settings, lit, count)
    drawing = svg.Drawing("In numbers", "; ".join(f"{name} {value}" for name, value in rows), 44 + 26 * len(rows))
    drawing.rect(0.5, 0.5, svg.WIDE - 1, drawing.height - 1, svg.PANEL, svg.LINE, rx=8)
    for place, (name, value) in enumerate(rows):
        drawing.text(14, 30 + 26 * place, name, svg.MUTED)
        drawing.text(svg.WIDE - 14, 30 + 26 * place, value, svg.INK, 12, "end", mono=True)
    drawing.circle((20, drawing.height - 16), 5, svg.WARM)
    drawing.text(30, drawing.height - 12, "the output looked at", svg.MUTED, 11)
    drawing.circle((160, drawing.height - 16), 5, svg.ACCENT)
    drawing.text(170, drawing.height - 12, "what it depends on", svg.MUTED, 11)
    return drawing


def _rows(settings: Settings, lit: torch.Tensor, count: int) -> list[tuple[str, str]]:
    axes = [name for axis, name in enumerate(("N", "C", "H·W")) if _spans(lit, axis)]
    remembered = settings.kind == "BatchNorm" and not settings.training
    return [
        ("averaged over", ", ".join(axes) or ("what it remembers" if remembered else "one value")),
        ("values for each statistic", str(count) if not remembered else "0 of this batch"),
        ("statistics in this batch", str(lit.numel() // count) if not remembered else f"{C} remembered"),
        ("needs other examples", "yes" if _spans(lit, 0) else "no"),
        ("train and eval differ", "yes" if settings.kind == "BatchNorm" else "no"),
        ("subtracts the mean", "no" if settings.kind == "RMSNorm" else "yes"),
    ]


def _spans(lit: torch.Tensor, axis: int) -> bool:
    others = [each for each in range(3) if each != axis]
    return int(lit.any(others[1]).any(others[0]).sum()) > 1


def _text(settings: Settings, lit: torch.Tensor, chosen: tuple[int, int, int]) -> str:
    lines = [settings.kind + (", training" if settings.training else ", eval"), ""]
    lines.append("   ".join(f"{f'example {n}':<{3 * C}}" for n in range(N)).rstrip())
    for p in range(L):
        row = []
        for n in range(N):
            signs = [" @ " if (n, c, p) == chosen else " # " if bool(lit[n, c, p]) else " . " for c in range(C)]
            row.append("".join(signs))
        lines.append("   ".join(row))
    lines += ["", "across: channels, down: positions; @ the output, # what it depends on", ""]
    return "\n".join([*lines, *(f"{name:<28}{value}" for name, value in _rows(settings, lit, int(lit.sum())))])
