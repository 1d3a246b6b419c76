"""Index lens: which cells of the source feed which cells of the result.

Found by asking autograd: a result cell depends on a source cell if its gradient says so.
"""

from __future__ import annotations

from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Step, Text, Unfit
from gradschool.inside.explorers import Picture
from gradschool.inside.expressions import a_tensor
from gradschool.inside.grids import Grid, brief, shape_of, unravel

MOST = 120  # elements of the source and of the result


class Settings(Struct, frozen=True):
    """An expression over `x`, whose numbers count from 0."""

    expression: Annotated[str, Text("Expression", "What to take from x; `rows` and `columns` index too.")] = (
        "x[[0, 2, 2], 1:3]"
    )
    shape: Annotated[str, Text("Shape of x", "Sizes with commas between them, 120 elements at most.")] = "4,5"
    cell: Annotated[int, Step("Result cell", help="Which cell of the result to trace back.")] = 2


def explore(settings: Settings) -> Picture:
    """Evaluate, and trace every result cell back."""
    shape = read_shape(settings.shape)
    result, feeds = traced(settings.expression, shape)
    cell = min(settings.cell, max(len(feeds) - 1, 0))
    uses = [sum(source in each for each in feeds) for source in range(shape.numel())]
    note = _note(uses, feeds, shape)
    drawings = [_source(shape, feeds, uses, cell), _result(settings, result, feeds, cell)]
    text = _text(settings, shape, result, feeds, uses, cell)
    return Picture(text, svg.beside(drawings), note, {"cell": max(len(feeds) - 1, 0)})


def read_shape(text: str, most: int = MOST) -> torch.Size:
    """A shape as it is typed.

    Raises:
        Unfit: it is none, or too large to be drawn.
    """
    words = [word for word in text.strip("()[] ").split(",") if word.strip()]
    if not all(word.strip().isdigit() for word in words) or len(words) > 6:
        raise Unfit(f"A shape is whole numbers with commas between them, such as 3,1: not {brief(text, 40)!r}.")
    shape = torch.Size(min(int(word), 1 << 20) for word in words)
    if shape.numel() > most:
        raise Unfit(f"{shape_of(shape)} has {shape.numel():,} elements; up to {most} can be drawn.")
    return shape


def traced(expression: str, shape: torch.Size) -> tuple[torch.Tensor, list[list[int]]]:
    """The result for `x = arange(…).view(shape)`, and for each of its cells the source cells it depends on.

    Raises:
        Unfit: what comes is no tensor, too large, or depends on `x` in no way that a gradient sees.
    """
    x = torch.arange(shape.numel(), dtype=torch.float64).view(shape).requires_grad_()
    names = {"x": x, "rows": torch.arange(shape[0] if shape else 1), "columns": torch.arange(shape[-1] if shape else 1)}
    result = a_tensor(expression, names)
    if result.numel() > MOST:
        raise Unfit(f"The result {shape_of(result.shape)} has {result.numel():,} cells; up to {MOST} are traced.")
    if not result.numel():
        return result.detach(), []
    if not result.requires_grad:
        raise Unfit(f"The result is {str(result.dtype).removeprefix('torch.')} without a trace back to x: pick or sum.")
    feeds = []
    for one in result.flatten().unbind():
        (grad,) = torch.autograd.grad(one, x, retain_graph=True, materialize_grads=True)
        feeds.append(grad.flatten().nonzero().flatten().tolist())
    return result.detach(), feeds


def _note(uses: list[int], feeds: list[list[int]], shape: torch.Size) -> str:
    if not feeds:
        return "The result has no cells: this index picks nothing."
    unused, often = uses.count(0), sum(count > 1 for count in uses)
    if any(len(each) > 1 for each in feeds):
        return (
            f"Each result cell gathers up to {max(map(len, feeds))} source cells; {unused} source cells feed nothing."
        )
    if often:
        return f"{often} source cells are picked more than once: writing through this index would lose updates."
    return f"{shape.numel() - unused} of {shape.numel()} source cells are picked, each once."


def _tints(uses: list[int]) -> dict[int, float]:
    most = max([*uses, 1])
    return {cell: 0.18 + 0.34 * count / most for cell, count in enumerate(uses) if count}


def _source(shape: torch.Size, feeds: list[list[int]], uses: list[int], cell: int) -> svg.Drawing:
    grid = Grid.of(torch.arange(shape.numel()).view(shape), 32)
    now = feeds[cell] if feeds else []
    picked = ", ".join(str(place) for place, count in enumerate(uses) if count)
    drawing = svg.Drawing("The source x", f"Source cells that feed the result: {picked or 'none'}.", grid.height + 44)
    drawing.text(0, 14, f"x, {shape_of(shape)}", svg.INK, 12, mono=True, bold=True)
    grid.draw(drawing, 0, 22, lit=now, tints=_tints(uses))
    for place, count in enumerate(uses):
        spot = grid.spot(0, 22, place)
        if count > 1 and spot:
            drawing.text(spot[0] + 14, spot[1] - 7, f"×{count}", svg.PAPER if place in now else svg.WARM, 8.5, "end")
    drawing.text(0, drawing.height - 5, "tinted: feeds the result; ×n: feeds n cells of it", svg.MUTED, 11)
    return drawing


def _result(settings: Settings, result: torch.Tensor, feeds: list[list[int]], cell: int) -> svg.Drawing:
    grid = Grid.of(_numbers(result), 32)
    said = f"{settings.expression} has shape {shape_of(result.shape)}. {_trace(result, feeds, cell)}."
    drawing = svg.Drawing("The result", said, grid.height + 62)
    drawing.text(0, 14, brief(settings.expression, 40), svg.ACCENT, 12, mono=True, bold=True)
    drawing.text(0, 32, f"shape {shape_of(result.shape)}", svg.INK, 12, mono=True)
    grid.draw(drawing, 0, 40, lit={cell})
    drawing.text(0, drawing.height - 5, _trace(result, feeds, cell), svg.MUTED, 11)
    return drawing


def _trace(result: torch.Tensor, feeds: list[list[int]], cell: int) -> str:
    if not feeds:
        return "no cells"
    index = unravel(cell, result.shape)
    sources = ", ".join(map(str, feeds[cell])) or "no source cell"
    return brief(f"cell {shape_of(index)} comes from {sources}", 52)


def _numbers(result: torch.Tensor) -> torch.Tensor:
    whole = bool(torch.isfinite(result).all()) and bool((result == result.round()).all())
    return result.long() if whole else result


def _text(
    settings: Settings, shape: torch.Size, result: torch.Tensor, feeds: list[list[int]], uses: list[int], cell: int
) -> str:
    now = feeds[cell] if feeds else []
    said = [f"[{place}]" if place in now else f" {place}" + ("*" if count else " ") for place, count in enumerate(uses)]
    lines = [f"x, {shape_of(shape)}   (* feeds the result, [ ] feeds the chosen cell)"]
    lines += _grid_text(said, shape[-1] if shape else 1)
    lines += ["", f"{brief(settings.expression, 50)}, shape {shape_of(result.shape)}"]
    values = [str(value) if isinstance(value, int) else f"{value:.3g}" for value in _numbers(result).flatten().tolist()]
    marked = [f"[{value}]" if place == cell else f" {value} " for place, value in enumerate(values)]
    lines += _grid_text(marked, result.shape[-1] if result.ndim else 1)
    return "\n".join([*lines, _trace(result, feeds, cell)])


def _grid_text(cells: list[str], columns: int) -> list[str]:
    width = max(map(len, cells), default=1)
    shown = max(1, min(columns, 76 // (width + 1)))
    rows = [cells[start : start + columns] for start in range(0, len(cells), max(columns, 1))]
    return [
        "  " + " ".join(f"{cell:>{width}}" for cell in row[:shown]) + (" …" if shown < columns else "")
        for row in rows[:16]
    ]
