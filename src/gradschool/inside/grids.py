"""Small tensors as grids of cells, drawn and written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Self

import torch
from msgspec import Struct

from gradschool.inside import svg

MOST_ROWS, MOST_COLUMNS, MOST_BLOCKS = 8, 10, 3


class Grid(Struct, frozen=True):
    """The last two axes of a tensor as rows and columns; the axes before them as blocks below each other.

    `elements`: for each drawn cell, its block, row and column, its number in reading order, and what it says.
    """

    elements: list[tuple[int, int, int, int, str]]
    rows: int
    columns: int
    blocks: int
    cut: bool
    size: float

    @classmethod
    def of(cls, tensor: torch.Tensor, size: float = 30) -> Self:
        """As much of a tensor as can be drawn."""
        shape = (1, 1, *tensor.shape)
        height, width = (shape[-2] if tensor.ndim > 1 else 1), shape[-1]
        whole = tensor.detach().reshape(-1, height, width) if tensor.numel() else tensor.detach().new_zeros(0, 1, 1)
        part = whole[:MOST_BLOCKS, :MOST_ROWS, :MOST_COLUMNS]
        cells = [
            (block, row, column, (block * height + row) * width + column, brief(said(value), 6))
            for block, rows in enumerate(part.tolist())
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
        ]
        blocks, rows, columns = part.shape
        return cls(cells, rows, columns, blocks, part.numel() < whole.numel(), size)

    @property
    def height(self) -> float:
        """In units of the drawing."""
        return self.blocks * self.rows * self.size + max(self.blocks - 1, 0) * 8 + (14 if self.cut else 0)

    @property
    def width(self) -> float:
        """In units of the drawing."""
        return self.columns * self.size

    def spot(self, x: float, y: float, element: int) -> svg.Point | None:
        """The middle of an element's cell, if it is drawn at (x, y)."""
        for block, row, column, number, _ in self.elements:
            if number == element:
                top = y + block * (self.rows * self.size + 8) + row * self.size
                return x + (column + 0.5) * self.size, top + self.size / 2
        return None

    def draw(
        self, drawing: svg.Drawing, x: float, y: float, lit: Collection[int] = (), color: str = svg.ACCENT,
        tints: dict[int, float] | None = None, ghosts: Collection[int] = (),
    ) -> svg.Point | None:  # fmt: skip
        """Draw it. `lit`: the elements that matter now; `tints`: how warm others are; `ghosts`: not in memory.

        Returns:
            The lower edge of the first lit cell.
        """
        for block, row, column, number, value in self.elements:
            left = x + column * self.size
            top = y + block * (self.rows * self.size + 8) + row * self.size
            if number in lit:
                drawing.cell(left, top, self.size, value, color, ink=svg.PAPER)
            elif number in ghosts:
                drawing.cell(left, top, self.size, value, "none", ink=svg.MUTED, stroke=color, stroke_dasharray="2 3")
            elif tints and number in tints:
                drawing.cell(left, top, self.size, value, color, heat=tints[number])
            else:
                drawing.cell(left, top, self.size, value, svg.PANEL)
        if self.cut:
            drawing.text(x, y + self.height - 2, "… and more", svg.MUTED, 11)
        first = next((each for each in (self.spot(x, y, number) for number in lit) if each), None)
        return (first[0], first[1] + self.size / 2 - 1) if first else None


def unravel(place: int, shape: Sequence[int]) -> tuple[int, ...]:
    """The index of the element at a place in reading order. torch's own would first import all of its shape algebra."""
    index = []
    for size in reversed(shape):
        place, at = divmod(place, size)
        index.append(at)
    return tuple(reversed(index))


def said(value: object) -> str:
    """A number in as few letters as say it."""
    if isinstance(value, bool):
        return "T" if value else "F"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def brief(text: str, most: int) -> str:
    """Text on one line, cut to `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def shape_of(sizes: Sequence[int]) -> str:
    """A shape as Python writes it."""
    return str(tuple(sizes))


def table(rows: Sequence[Sequence[str]], gap: str = "  ") -> str:
    """Columns of text, right-aligned but for the first."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            f"{row[0]:<{widths[0]}}",
            *(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append(gap.join(cells).rstrip())
    return "\n".join(lines)


def bar(share: float, width: int) -> str:
    """A bar of text: `share` from 0 to 1 of `width` cells, to an eighth of a cell."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    return ("█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8]).ljust(width)[:width]


def shade(share: float) -> str:
    """One cell of a heat map in text."""
    return " ░▒▓█"[min(4, int(max(0.0, min(1.0, share)) * 4.999))]
