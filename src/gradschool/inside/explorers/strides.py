"""Stride viewer: one row of memory, and the ways to walk it.

Permuting and slicing change only the steps of the walk; where no steps fit, memory is copied.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import Grid, shape_of

OPERATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "x": lambda x: x,
    "x.t()": lambda x: x.t(),
    "x[:, 1]": lambda x: x[:, 1],
    "x[:, ::2]": lambda x: x[:, ::2],
    "x[1:]": lambda x: x[1:],
    "x.view(-1)": lambda x: x.view(-1),
    "x.reshape(cols, rows)": lambda x: x.reshape(x.shape[1], x.shape[0]),
    "x[0].expand(3, -1)": lambda x: x[0].expand(3, -1),
    "x.unfold(1, 2, 1)": lambda x: x.unfold(1, 2, 1),
    "x.diagonal()": lambda x: x.diagonal(),
    "x.t().contiguous()": lambda x: x.t().contiguous(),
    "x.t().reshape(-1)": lambda x: x.t().reshape(-1),
    "x.flip(1)": lambda x: x.flip(1),
    "x[[0, 1]]": lambda x: x[[0, 1]],
}
COLUMNS = 12


class Settings(Struct, frozen=True):
    """What is done to `x`, and how far the walk is."""

    operation: Annotated[str, Choice("Operation", tuple(OPERATIONS), "What is done to x.")] = "x.t()"
    rows: Annotated[int, Range("Rows of x", 2, 4)] = 3
    columns: Annotated[int, Range("Columns of x", 2, 6)] = 4
    step: Annotated[int, Step("Elements read", help="Read the result element by element and watch the jumps.")] = 5


def explore(settings: Settings) -> Picture:
    """Do it, and read shape, strides and addresses off the result."""
    x = torch.arange(settings.rows * settings.columns).view(settings.rows, settings.columns)
    result = OPERATIONS[settings.operation](x)
    copied = result.untyped_storage().data_ptr() != x.untyped_storage().data_ptr()
    walk = addresses(result)
    step = min(settings.step, len(walk) - 1)
    drawings = [_memory(settings, x, result, walk, step, copied), _grid(settings, result, step)]
    return Picture(
        _text(settings, x, result, walk, step, copied),
        svg.beside(drawings),
        _note(result, copied),
        {"step": len(walk) - 1},
    )


def addresses(tensor: torch.Tensor) -> list[int]:
    """The memory cell of every element, in reading order, out of offset and strides alone."""
    places = torch.tensor(int(tensor.storage_offset()))
    for length, stride in zip(tensor.shape, tensor.stride(), strict=True):
        places = places.unsqueeze(-1) + torch.arange(length) * stride
    return [int(place) for place in places.flatten()]


def _note(result: torch.Tensor, copied: bool) -> str:
    if copied:
        size = result.numel() * result.element_size()
        return f"COPY! No strides give this order, so {size} bytes went to a new row of memory."
    if 0 in result.stride():
        return "A stride of 0 stays on its cell: one number in memory is read again and again."
    if result.is_contiguous():
        return "Contiguous: reading the result walks memory one cell at a time."
    return f"No number moved: only the steps of the walk did, to strides {shape_of(result.stride())}."


def _memory(
    settings: Settings, x: torch.Tensor, result: torch.Tensor, walk: list[int], step: int, copied: bool
) -> svg.Drawing:
    """The row of memory with the walk over it; a second row where the numbers were copied."""
    size = svg.WIDE / COLUMNS
    lines = -(-x.numel() // COLUMNS)
    lift = 46.0
    rows = lines * (size + lift) + 4
    said = f"The walk of {settings.operation} over memory visits cells {', '.join(map(str, walk[: step + 1]))}."
    drawing = svg.Drawing("One row of memory, and the walk over it", said, rows + (84 if copied else 24))
    order = result.flatten().tolist() if copied else walk  # after a copy, where each number came from
    for cell in range(x.numel()):
        left, top = _place(cell, size, lift)
        seen, now = cell in order[: step + 1], cell == order[step]
        fill = (svg.WARM if copied else svg.ACCENT) if now else svg.PANEL
        edge = svg.ACCENT if seen and not copied else svg.WARM if seen else "none"
        drawing.cell(left, top, size, cell, fill, ink=svg.PAPER if now else svg.INK, stroke=edge, title=f"cell {cell}")
    for number, (here, there) in enumerate(itertools.pairwise(order[: step + 1])):
        _jump(drawing, here, there, size, lift, svg.WARM if copied else svg.ACCENT, last=number == step - 1)
    if copied:
        _copy(drawing, result, step, size, rows)
    else:
        jumps = f"jump {walk[step] - walk[step - 1]:+d}" if step else "begin"
        drawing.text(0, drawing.height - 6, f"read {step + 1} of {len(walk)}: cell {walk[step]} ({jumps})", svg.MUTED)
    return drawing


def _copy(drawing: svg.Drawing, result: torch.Tensor, step: int, size: float, top: float) -> None:
    drawing.rect(0, top + 4, 58, 22, svg.WARM, rx=11)
    drawing.text(29, top + 19, "COPY!", svg.PAPER, 12, "middle", bold=True)
    drawing.text(66, top + 19, "a new row of memory, in reading order", svg.WARM)
    for cell, value in enumerate(result.flatten().tolist()[:COLUMNS]):
        now = cell == step
        drawing.cell(
            cell * size, top + 36, size, value, svg.WARM if now else svg.PANEL, ink=svg.PAPER if now else svg.INK
        )
    if result.numel() > COLUMNS:
        drawing.text(0, top + 36 + size + 14, f"… {result.numel() - COLUMNS} more", svg.MUTED)


def _place(cell: int, size: float, lift: float) -> svg.Point:
    return cell % COLUMNS * size, cell // COLUMNS * (size + lift) + lift


def _jump(
    drawing: svg.Drawing, here: int, there: int, size: float, lift: float, color: str, *, last: bool
) -> None:  # fmt: skip
    """One hop of the walk, as high as it is far."""
    (x1, y1), (x2, y2) = _place(here, size, lift), _place(there, size, lift)
    start, end = (x1 + size / 2, y1), (x2 + size / 2, y2 - 1)
    stroke = color if last else svg.MUTED
    if here == there:
        drawing.circle((start[0], y1 - 5), 3, "none", stroke)
        return
    bend = min(2 * lift - 12, 16 + 1.3 * abs(x2 - x1) / 4 + 6)
    drawing.arrow(start, end, stroke, 2 if last else 1, bend=bend if x2 > x1 else -bend)


def _grid(settings: Settings, result: torch.Tensor, step: int) -> svg.Drawing:
    grid = Grid.of(result)
    said = f"shape {shape_of(result.shape)}, strides {shape_of(result.stride())}, offset {result.storage_offset()}"
    drawing = svg.Drawing(f"{settings.operation}, as it is indexed", f"{said}.", grid.height + 66)
    drawing.text(0, 14, settings.operation, svg.ACCENT, 13, mono=True, bold=True)
    drawing.text(0, 33, f"shape {shape_of(result.shape)}", svg.INK, 12, mono=True)
    drawing.text(136, 33, f"strides {shape_of(result.stride())}", svg.INK, 12, mono=True)
    grid.draw(drawing, 0, 44, lit={step}, tints=dict.fromkeys(range(step), 0.28))
    return drawing


def _text(
    settings: Settings, x: torch.Tensor, result: torch.Tensor, walk: list[int], step: int, copied: bool
) -> str:  # fmt: skip
    order = result.flatten().tolist() if copied else walk
    seen = {cell: place for place, cell in enumerate(order[: step + 1])}
    cells = [f"[{cell}]" if cell == order[step] else f" {cell} " for cell in range(x.numel())]
    width = max(map(len, cells))
    line = 76 // width
    rows = []
    for start in range(0, len(cells), line):
        part = range(start, min(start + line, len(cells)))
        rows.append("".join(f"{cells[cell]:>{width}}" for cell in part))
        rows.append("".join(f"{'^' + str(seen[cell] + 1) if cell in seen else '':>{width}}" for cell in part).rstrip())
    hops = [f"{there - here:+d}" for here, there in itertools.pairwise(order[: step + 1])]
    facts = f"shape {shape_of(result.shape)}  strides {shape_of(result.stride())}  offset {result.storage_offset()}"
    lines = [
        f"y = {settings.operation:<24}{facts}",
        "",
        "memory of x; ^n marks the cell of the nth element of y:",
        *rows,
    ]
    lines.append(f"jumps: {' '.join(hops)[:70]}" if hops else "jumps: none yet")
    if copied:
        lines.append(f"COPY! y has memory of its own: {' '.join(map(str, result.flatten().tolist()))}"[:80])
    return "\n".join(lines)
