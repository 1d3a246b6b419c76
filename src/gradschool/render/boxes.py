"""Rectangles of text with a base line: what a formula over several lines is put together from."""

from __future__ import annotations

import unicodedata

from msgspec import Struct

_TALL = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "{": "⎧⎪⎩", "}": "⎫⎪⎭", "|": "│││", "‖": "║║║",
    "⌊": "⎢⎢⎣", "⌋": "⎥⎥⎦", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥",
}  # fmt: skip


class Box(Struct, frozen=True):
    """Lines of the same width; line `base` is the one that neighbors align with."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """Columns, combining characters not counted."""
        return max(cells(each) for each in self.lines)

    @property
    def height(self) -> int:
        """Lines."""
        return len(self.lines)

    @property
    def ends_in_space(self) -> bool:
        """Whether its base line ends in a space."""
        return self.lines[self.base].endswith(" ")

    @property
    def starts_with_space(self) -> bool:
        """Whether its base line starts with a space."""
        return self.lines[self.base].startswith(" ")


EMPTY = Box(("",))


def cells(text: str) -> int:
    """The columns that `text` takes; maths has no wide characters."""
    return sum(not unicodedata.combining(each) for each in text)


def line(text: str) -> Box:
    """One line."""
    return Box((text,))


def beside(*boxes: Box) -> Box:
    """Boxes side by side on one base line."""
    up = max(box.base for box in boxes)
    down = max(box.height - box.base for box in boxes)
    columns = [_padded(box, up, down) for box in boxes]
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), up)


def above_each_other(above: str, below: str, middle: str, pad: int = 1) -> Box:
    """`above` over `below`; on the base line between them a bar as wide as both, or a large operator."""
    width = max(cells(above), cells(below), cells(middle)) + 2 * pad
    if len(middle) == 1 and middle in "─-":
        middle = middle * width
    lines = [_centred(each, width) for each in ((above,) if above else ())]
    base = len(lines)
    if middle:
        lines.append(_centred(middle, width))
    lines += [_centred(each, width) for each in ((below,) if below else ())]
    return Box(tuple(lines) or ("",), base)


def fenced(left: str, body: Box, right: str, ascii_only: bool) -> Box:
    """A box between delimiters that are as tall as it is."""
    return beside(_tall(left, body, ascii_only), body, _tall(right, body, ascii_only))


def raised(base: Box, text: str) -> Box:
    """A superscript at the upper right corner of a tall box."""
    if not text:
        return base
    lines = [each + " " * (base.width - cells(each)) for each in base.lines]
    return Box(tuple(each + (text if row == 0 else " " * cells(text)) for row, each in enumerate(lines)), base.base)


def grid(rows: list[list[Box]], kind: str) -> Box:
    """Cells in columns: centred for a matrix; right and left of the sign for aligned equations; left for cases."""
    columns = max(len(row) for row in rows)
    filled = [[*row, *[EMPTY] * (columns - len(row))] for row in rows]
    widths = [max(row[column].width for row in filled) for column in range(columns)]
    airy = any(box.height > 1 for row in filled for box in row) and len(filled) > 1
    lines: list[str] = []
    for number, row in enumerate(filled):
        if airy and number:
            lines.append("")
        placed = [_placed(box, widths[column], column, kind) for column, box in enumerate(row)]
        lines += beside(*placed).lines
    width = max(cells(each) for each in lines)
    return Box(tuple(each + " " * (width - cells(each)) for each in lines), len(lines) // 2)


def _placed(box: Box, width: int, column: int, kind: str) -> Box:
    spare = width - box.width
    left = spare // 2 if kind == "matrix" else spare if kind == "aligned" and column % 2 == 0 else 0
    gap = {"matrix": 2, "cases": 3}.get(kind, 1) if column else 0
    if kind == "aligned" and column and column % 2 == 0:
        gap = 4
    return beside(line(" " * (gap + left)), box, line(" " * (spare - left)))


def _padded(box: Box, up: int, down: int) -> list[str]:
    width = box.width
    blank = " " * width
    lines = [each + " " * (width - cells(each)) for each in box.lines]
    return [blank] * (up - box.base) + lines + [blank] * (down - (box.height - box.base))


def _centred(text: str, width: int) -> str:
    spare = width - cells(text)
    return " " * (spare // 2) + text + " " * (spare - spare // 2)


def _tall(delimiter: str, body: Box, ascii_only: bool) -> Box:
    if not delimiter:
        return EMPTY
    if body.height == 1:
        return line(delimiter)
    parts = delimiter * 3 if ascii_only or delimiter not in _TALL else _TALL[delimiter]
    lines = [parts[0], *[parts[1]] * (body.height - 2), parts[2]]
    if delimiter == "{" and not ascii_only and body.height > 2:
        lines[body.height // 2] = "⎨"
    return Box(tuple(lines), body.base)
