"""Broadcast visualizer: two shapes meet from the right, and sizes of one are stretched.

Nothing is copied for it: a stretched axis has stride 0.
"""

from __future__ import annotations

from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Step, Text
from gradschool.inside.explorers import Picture
from gradschool.inside.explorers.index_lens import read_shape
from gradschool.inside.grids import Grid, shape_of, unravel

MOST = 1 << 16


class Settings(Struct, frozen=True):
    """Two shapes, and the cell of the result to look at."""

    a: Annotated[str, Text("Shape of a", "Sizes with commas between them; nothing for a scalar.")] = "3,1"
    b: Annotated[str, Text("Shape of b", "Sizes with commas between them; nothing for a scalar.")] = "4"
    cell: Annotated[int, Step("Result cell", help="Which cell of a + b to trace back.")] = 6


def explore(settings: Settings) -> Picture:
    """Add the two, as torch does it, or say why it does not."""
    a, b = _counted(read_shape(settings.a, MOST), 10), _counted(read_shape(settings.b, MOST), 1)
    columns = aligned(a.shape, b.shape)
    try:
        wide_a, wide_b = torch.broadcast_tensors(a, b)  # type: ignore[no-untyped-call]
    except RuntimeError as error:
        note = f"torch refuses: {str(error).partition(chr(10))[0]}"
        return Picture(_text_rule(columns), _rule(columns, a, b).html(), note, {"cell": 0})
    result = wide_a + wide_b
    cell = min(settings.cell, max(result.numel() - 1, 0))
    drawings = [_rule(columns, a, b), *_grids(a, b, (wide_a, wide_b), result, cell)]
    strides = [f"a is read with strides {shape_of(wide_a.stride())}", f"b with {shape_of(wide_b.stride())}"]
    text = [_text_rule(columns), "", ", ".join(strides), _bytes(a, b, result)]
    if result.numel() and result.ndim:
        text.append(_trace(wide_a, wide_b, result, cell))
    return Picture(
        "\n".join(text), svg.beside(drawings), _note(a, b, result, columns), {"cell": max(result.numel() - 1, 0)}
    )


Column = tuple[str, str, str, str]  # size of a, size of b, size of the result, and what happens: "", a, b or clash


def aligned(a: torch.Size, b: torch.Size) -> list[Column]:
    """The axes of both, matched from the right; a missing one is an empty string."""
    length = max(len(a), len(b))
    left, right = [None] * (length - len(a)) + list(a), [None] * (length - len(b)) + list(b)
    columns: list[Column] = []
    for one, other in zip(left, right, strict=True):
        sizes = {size for size in (one, other) if size not in (None, 1)}
        said = ["" if size is None else str(size) for size in (one, other)]
        if len(sizes) > 1:
            columns.append((*said, "?", "clash"))  # type: ignore[arg-type]  # two strings
            continue
        size = next(iter(sizes), 1)
        happens = "a" if one in (None, 1) and size != 1 else "b" if other in (None, 1) and size != 1 else ""
        columns.append((*said, str(size), happens))  # type: ignore[arg-type]  # two strings
    return columns


def _counted(shape: torch.Size, factor: int) -> torch.Tensor:
    return torch.arange(shape.numel()).view(shape) * factor


def _note(a: torch.Tensor, b: torch.Tensor, result: torch.Tensor, columns: list[Column]) -> str:
    if {"a", "b"} <= {column[3] for column in columns} and 1 in (a.ndim, b.ndim):
        return f"Both are stretched: {a.numel()} and {b.numel()} numbers became {result.numel()}. Was that meant?"
    if any(column[3] for column in columns):
        return "A missing axis counts as 1, and an axis of 1 is stretched: read again with stride 0, never copied."
    return "The shapes are equal: nothing is stretched."


def _bytes(a: torch.Tensor, b: torch.Tensor, result: torch.Tensor) -> str:
    size = result.element_size()
    return f"memory: a {a.numel() * size} bytes, b {b.numel() * size} bytes, their sum {result.numel() * size} bytes"


def _trace(wide_a: torch.Tensor, wide_b: torch.Tensor, result: torch.Tensor, cell: int) -> str:
    one, other = (each.flatten()[cell].item() for each in (wide_a, wide_b))
    index = unravel(cell, result.shape)
    return f"cell {shape_of(index)}: {one} + {other} = {one + other}"


# --------------------------------------------------------------------------- pictures


def _rule(columns: list[Column], a: torch.Tensor, b: torch.Tensor) -> svg.Drawing:
    """Both shapes, right-aligned, with what happens to each axis."""
    clash = any(column[3] == "clash" for column in columns)
    outcome = "they clash" if clash else f"the result is {shape_of([int(column[2]) for column in columns])}"
    said = f"Shapes {shape_of(a.shape)} and {shape_of(b.shape)} aligned from the right: {outcome}."
    drawing = svg.Drawing("The rule, axis by axis", said, 158)
    width = min(56.0, 250 / max(len(columns), 1))
    left = svg.WIDE - 8 - width * len(columns)
    for row, (name, color) in enumerate((("a", svg.ACCENT), ("b", svg.WARM), ("a + b", svg.INK))):
        y = 12 + row * 44
        drawing.text(0, y + 22, name, color, 13, mono=True, bold=True)
        for place, column in enumerate(columns):
            size, happens = column[row], column[3]
            x = left + place * width
            stretched = row < 2 and happens == name
            bad = happens == "clash"
            edge = svg.BAD if bad else color if row < 2 else svg.INK
            dashes = {"stroke_dasharray": "3 3"} if stretched else {}
            drawing.rect(x + 3, y, width - 6, 34, svg.PANEL if not stretched else "none", edge, rx=5, **dashes)
            label = (f"{size} → {column[2]}" if size else f"→ {column[2]}") if stretched else size
            drawing.text(x + width / 2, y + 22, label, edge, 13 if width > 44 else 10, "middle", mono=True)
    drawing.text(0, 154, "from the right: equal, or one of them is 1 or missing", svg.BAD if clash else svg.MUTED, 11)
    return drawing


def _grids(
    a: torch.Tensor, b: torch.Tensor, wide: tuple[torch.Tensor, torch.Tensor], result: torch.Tensor, cell: int
) -> list[svg.Drawing]:
    """Both tensors as they are read, and their sum: in one row where they fit."""
    columns = Grid.of(result).columns
    size = min(26.0, (svg.WIDE - 36) / (3 * columns))
    parts = [
        ("a", wide[0], svg.ACCENT, _ghosts(a, wide[0])),
        ("b", wide[1], svg.WARM, _ghosts(b, wide[1])),
        ("a + b", result, svg.GOOD, []),
    ]
    heads = [f"a: {a.numel()} stored", f"b: {b.numel()} stored", f"a + b: {result.numel()}"]
    if size >= 17 or columns == 1:
        size = max(size, 17)
        width = max(columns * size, 88)
        drawing = svg.Drawing("a, b and their sum", _said(a, b, wide, result), Grid.of(result, size).height + 26)
        for place, (head, (_, tensor, color, ghosts)) in enumerate(zip(heads, parts, strict=True)):
            x = place * (width + (svg.WIDE - 3 * width) / 2)
            drawing.text(x, 13, head, color, 12, bold=True)
            Grid.of(tensor, size).draw(drawing, x, 22, lit={cell}, color=color, ghosts=ghosts)
        return [drawing]
    drawings = []
    for head, (name, tensor, color, ghosts) in zip(heads, parts, strict=True):
        grid = Grid.of(tensor, 26)
        drawing = svg.Drawing(f"{name} as it is read", _said(a, b, wide, result), grid.height + 26)
        drawing.text(0, 13, head, color, 12, bold=True)
        grid.draw(drawing, 0, 22, lit={cell}, color=color, ghosts=ghosts)
        drawings.append(drawing)
    return drawings


def _said(a: torch.Tensor, b: torch.Tensor, wide: tuple[torch.Tensor, torch.Tensor], result: torch.Tensor) -> str:
    strides = " and ".join(shape_of(each.stride()) for each in wide)
    return f"{a.numel()} and {b.numel()} numbers in memory give {result.numel()}, read with strides {strides}."


def _ghosts(small: torch.Tensor, wide: torch.Tensor) -> list[int]:
    """The cells that only repeat what is in memory once."""
    base = torch.arange(small.numel()).view(small.shape).expand(wide.shape).flatten().tolist()
    first: dict[int, int] = {}
    return [place for place, number in enumerate(base) if first.setdefault(number, place) != place]


def _text_rule(columns: list[Column]) -> str:
    width = max([len(size) for column in columns for size in column[:3]] + [1]) + 3
    signs = {"": " ", "a": "stretch a", "b": "stretch b", "clash": "CLASH"}
    lines = [
        f"{name:<8}" + "".join(f"{column[row] or '·':>{width}}" for column in columns)
        for row, name in enumerate(("a", "b", "a + b"))
    ]
    said = ", ".join(
        f"axis {place - len(columns)}: {signs[column[3]]}" for place, column in enumerate(columns) if column[3]
    )
    return "\n".join([*lines, *([said] if said else [])])
