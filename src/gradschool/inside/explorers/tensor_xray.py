"""Tensor X-ray: what a tensor carries beside its numbers.

A tensor is a label (shape, strides, offset, dtype, device) on a row of memory that others may share.
"""

from __future__ import annotations

from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Step, Text, Unfit
from gradschool.inside.explorers import Picture
from gradschool.inside.expressions import a_tensor
from gradschool.inside.grids import Grid, brief, said, shape_of, unravel

DRAWN = 64  # elements and memory cells that are drawn


class Settings(Struct, frozen=True):
    """What to look at."""

    expression: Annotated[str, Text("Expression", "Any tensor: torch, F, nn and math are there.")] = (
        "torch.arange(12.).view(3, 4)[:, 1:]"
    )
    element: Annotated[int, Step("Element", help="Which element to look up in memory, in reading order.")] = 5


def explore(settings: Settings) -> Picture:
    """Evaluate, and read everything off the tensor itself."""
    tensor = a_tensor(settings.expression)
    if tensor.layout is not torch.strided:
        raise Unfit(f"This tensor is {tensor.layout}: it has no strides to look at.")
    facts = facts_of(tensor)
    if tensor.device.type == "meta" or not tensor.numel() or tensor.ndim == 0:
        return Picture(_table(facts), _card(facts, settings.expression).html(), _meaning(tensor), {"element": 0})
    element = min(settings.element, tensor.numel() - 1)
    index = unravel(element, tensor.shape)
    address = address_of(tensor, index)
    sum_ = _sum(tensor, index, address)
    drawings = [_card(facts, settings.expression), _memory(tensor, element, address, sum_)]
    text = f"{_table(facts)}\n\n{_memory_text(tensor, address)}\n{sum_}"
    return Picture(text, svg.beside(drawings), _meaning(tensor), {"element": tensor.numel() - 1})


def facts_of(tensor: torch.Tensor) -> dict[str, str]:
    """What the label says."""
    held = tensor.untyped_storage().nbytes()
    own = tensor.numel() * tensor.element_size()
    return {
        "shape": shape_of(tensor.shape),
        "stride": shape_of(tensor.stride()),
        "offset": str(tensor.storage_offset()),
        "dtype": f"{str(tensor.dtype).removeprefix('torch.')}, {tensor.element_size()} bytes each",
        "device": str(tensor.device),
        "elements": f"{tensor.numel():,} = {own:,} bytes",
        "storage": f"{held:,} bytes" + (" (none is there)" if tensor.device.type == "meta" else ""),
        "contiguous": "yes" if tensor.is_contiguous() else "no",
        "gradient": _gradient(tensor),
    }


def address_of(tensor: torch.Tensor, index: tuple[int, ...]) -> int:
    """The memory cell of an element: the offset, and a stride for each step along its axis."""
    return int(tensor.storage_offset()) + sum(i * stride for i, stride in zip(index, tensor.stride(), strict=True))


def _gradient(tensor: torch.Tensor) -> str:
    if tensor.grad_fn is not None:
        return f"made by {tensor.grad_fn.name()}"
    return "a leaf that collects one" if tensor.requires_grad else "not asked for"


def _meaning(tensor: torch.Tensor) -> str:
    if tensor.device.type == "meta":
        return "A meta tensor is all label: shape and strides without one byte of memory."
    own, held = tensor.numel() * tensor.element_size(), tensor.untyped_storage().nbytes()
    if own > held:
        return f"{own:,} bytes are to be seen and {held:,} lie in memory: a stride of 0 reads the same cell again."
    if own < held:
        return f"The label shows {own:,} of {held:,} bytes: a view keeps the whole storage alive."
    if not tensor.is_contiguous():
        return "All of the storage, in another order: only the strides changed, no number moved."
    return "The numbers lie in memory in the order in which they are read: the last axis has stride 1."


def _sum(tensor: torch.Tensor, index: tuple[int, ...], address: int) -> str:
    steps = [f"{i}·{stride}" for i, stride in zip(index, tensor.stride(), strict=True)]
    return f"element {shape_of(index)} is in cell {' + '.join([str(tensor.storage_offset()), *steps])} = {address}"


# --------------------------------------------------------------------------- pictures


def _card(facts: dict[str, str], expression: str) -> svg.Drawing:
    listed = ", ".join(f"{name} {value}" for name, value in facts.items())
    drawing = svg.Drawing("The tensor's label", f"What {expression} carries: {listed}.", 34 + 22 * len(facts))
    drawing.rect(0.5, 0.5, svg.WIDE - 1, drawing.height - 1, svg.PANEL, svg.LINE, rx=8)
    drawing.text(12, 21, brief(expression, 40), svg.ACCENT, 12, mono=True, bold=True)
    for row, (name, value) in enumerate(facts.items()):
        y = 44 + 22 * row
        drawing.line((12, y - 15), (svg.WIDE - 12, y - 15))
        drawing.text(12, y, name, svg.MUTED)
        drawing.text(96, y, brief(value, 31), svg.INK, 12, mono=True)
    return drawing


def _memory(tensor: torch.Tensor, element: int, address: int, sum_: str) -> svg.Drawing:
    """The grid as it is indexed, and the memory it lies in."""
    grid = Grid.of(tensor)
    stored, used = _stored(tensor)
    columns = 12 if len(max(stored, key=len, default="")) <= 4 else 8
    size, rows = svg.WIDE / columns, -(-len(stored) // columns)
    top = 24 + grid.height + 40
    drawing = svg.Drawing(
        "The element in memory", f"{sum_}. The storage has {len(stored)} cells.", top + rows * size + 26
    )
    drawing.text(0, 13, f"what you index, {shape_of(tensor.shape)}", svg.MUTED)
    spot = grid.draw(drawing, 0, 22, lit={element})
    drawing.text(0, top - 9, "where it lies: one row of memory cells", svg.MUTED)
    for cell, value in enumerate(stored):
        x, y = (cell % columns) * size, top + (cell // columns) * size
        seen = cell in used
        drawing.cell(
            x, y, size, value, svg.ACCENT if cell == address else svg.PANEL, None, ink=svg.PAPER if cell == address
            else svg.INK if seen else svg.MUTED, stroke=svg.ACCENT if seen else "none",
            title=f"cell {cell}" + ("" if seen else ", not part of this tensor"),
            stroke_dasharray="2 3" if not seen else "none",
        )  # fmt: skip
    if address < len(stored) and spot is not None:
        x, y = (address % columns) * size + size / 2, top + (address // columns) * size
        drawing.arrow((spot[0], spot[1]), (x, y + 1), svg.ACCENT, 1.75, bend=12)
    drawing.text(0, drawing.height - 6, sum_, svg.INK, 11, mono=len(sum_) < 46)
    return drawing


def _stored(tensor: torch.Tensor) -> tuple[list[str], set[int]]:
    """The storage's first cells as text, and which of them this tensor sees."""
    storage = tensor.detach().untyped_storage()
    count = min(storage.nbytes() // tensor.element_size(), DRAWN)
    cells = torch.empty(0, dtype=tensor.dtype).set_(storage, 0, (count,), (1,))
    places = torch.tensor(int(tensor.storage_offset()))
    for axis, (length, stride) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        shape = [1] * tensor.ndim
        shape[axis] = length
        places = places + (torch.arange(min(length, 4096)) * stride).view([min(n, 4096) for n in shape])
        if places.numel() > 1 << 16:
            break
    return [said(value) for value in cells.tolist()], set(places.flatten().tolist())


# --------------------------------------------------------------------------- text


def _table(facts: dict[str, str]) -> str:
    return "\n".join(f"{name:<11}{brief(value, 66)}" for name, value in facts.items())


def _memory_text(tensor: torch.Tensor, address: int) -> str:
    stored, used = _stored(tensor)
    width = max(len(value) for value in stored) + 2
    cells = [
        f"[{value}]" if cell == address else f" {value} " if cell in used else f" {'.' * len(value)} "
        for cell, value in enumerate(stored)
    ]
    line = max(1, 66 // width)
    rows = ["".join(f"{cell:>{width}}" for cell in cells[start : start + line]) for start in range(0, len(cells), line)]
    return "\n".join(f"{'memory' if not place else '':<11}{row}" for place, row in enumerate(rows))
