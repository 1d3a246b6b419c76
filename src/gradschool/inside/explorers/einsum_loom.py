"""Einsum loom: every letter is a loop, and the letters that the result lacks are summed away."""

from __future__ import annotations

import itertools
import math
import re
from typing import Annotated

import torch
from msgspec import Struct

from gradschool.inside import svg
from gradschool.inside.controls import Step, Text, Unfit
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import Grid, brief, shape_of

MOST = 400  # multiplications that are stepped through
SIZES = {"b": 2, "h": 2}
NAMES = "ABC"


class Settings(Struct, frozen=True):
    """An equation as `torch.einsum` takes it, and the sizes of its letters."""

    equation: Annotated[str, Text("Equation", "As torch.einsum takes it, up to three operands: ij,jk->ik")] = (
        "ij,jk->ik"
    )
    sizes: Annotated[str, Text("Sizes", "Such as i=2 j=3; a letter without one gets 2 or 3.")] = "i=2 j=3 k=2"
    step: Annotated[int, Step("Multiplication", help="Play the loops, innermost fastest.")] = 4


class Plan(Struct, frozen=True):
    """An equation, read: its operands' letters, the result's, and every letter's size, loops outermost first."""

    operands: list[str]
    result: str
    sizes: dict[str, int]

    @property
    def summed(self) -> list[str]:
        """The letters that the result lacks."""
        return [letter for letter in self.sizes if letter not in self.result]

    def written(self) -> str:
        """One pass of the innermost loop, as Python."""
        parts = [f"{NAMES[place]}[{','.join(letters)}]" for place, letters in enumerate(self.operands)]
        return f"out[{','.join(self.result)}] += {' * '.join(parts)}"


def explore(settings: Settings) -> Picture:
    """Run the loops up to the step, and the whole with `torch.einsum`."""
    made = plan(settings.equation, settings.sizes)
    tensors = [
        _operand(place, [made.sizes[letter] for letter in letters]) for place, letters in enumerate(made.operands)
    ]
    loops = list(itertools.product(*(range(size) for size in made.sizes.values())))
    step = min(settings.step, len(loops))
    out, at = woven(made, tensors, loops[:step])
    whole = torch.einsum(f"{','.join(made.operands)}->{made.result}", *tensors)
    drawings = [_loops(made, loops, step, tensors), _grids(made, tensors, out, whole, at)]
    text = _text(made, tensors, out, whole, loops, step)
    return Picture(text, svg.beside(drawings), _note(made, whole), {"step": len(loops)})


def plan(equation: str, sizes: str) -> Plan:
    """Read an equation and the sizes.

    Raises:
        Unfit: torch would not take it, or there is too much of it to be shown.
    """
    plain = equation.replace(" ", "")
    found = re.fullmatch(r"([A-Za-z]*(?:,[A-Za-z]*){0,2})(?:->([A-Za-z]*))?", plain)
    if not found or not found[1]:
        raise Unfit(f"{brief(equation, 40)!r} is no equation such as ij,jk->ik with one to three operands.")
    operands = found[1].split(",")
    every = "".join(operands)
    # Without an arrow the result has the letters that occur once, in alphabetical order.
    result = found[2] if found[2] is not None else "".join(sorted(one for one in set(every) if every.count(one) == 1))
    if len(set(result)) < len(result) or not set(result) <= set(every):
        raise Unfit("The result may have each letter once, and only letters of the operands.")
    given = {name: int(size) for name, size in re.findall(r"([A-Za-z])\s*=\s*(\d{1,3})", sizes)}
    order = list(dict.fromkeys(result + every))
    chosen = {letter: given.get(letter, SIZES.get(letter, 2 + place % 2)) for place, letter in enumerate(order)}
    if math.prod(chosen.values()) > MOST or not all(chosen.values()):
        raise Unfit(f"These loops multiply {math.prod(chosen.values()):,} times; from 1 to {MOST} can be shown.")
    return Plan(operands, result, chosen)


def woven(made: Plan, tensors: list[torch.Tensor], loops: list[tuple[int, ...]]) -> tuple[torch.Tensor, dict[str, int]]:
    """The result after some passes of the innermost loop, and where the letters stand."""
    out = torch.zeros([made.sizes[letter] for letter in made.result], dtype=torch.int64)
    at: dict[str, int] = {}
    for values in loops:
        at = dict(zip(made.sizes, values, strict=True))
        out[_index(made.result, at)] += math.prod(_factors(made, tensors, at))
    return out, at


def _operand(place: int, shape: list[int]) -> torch.Tensor:
    return (torch.arange(math.prod(shape)) + place).view(shape) % 10


def _index(letters: str, at: dict[str, int]) -> tuple[int, ...]:
    return tuple(at[letter] for letter in letters)


def _factors(made: Plan, tensors: list[torch.Tensor], at: dict[str, int]) -> list[int]:
    pairs = zip(made.operands, tensors, strict=True)
    return [int(tensor[_index(letters, at)]) for letters, tensor in pairs]


def _note(made: Plan, whole: torch.Tensor) -> str:
    count = math.prod(made.sizes.values())
    summed = " and ".join(made.summed)
    if not summed:
        return f"No letter is summed: {count} products, each with a place of its own in {shape_of(whole.shape)}."
    verb = "collapse" if len(made.summed) > 1 else "collapses"
    return f"{summed} {verb}: {count} multiplications become {whole.numel()} sums, shape {shape_of(whole.shape)}."


def _color(made: Plan, letter: str) -> str:
    if letter in made.summed:
        return svg.WARM
    kept = [svg.ACCENT, svg.GOOD, svg.VIOLET, svg.INK]
    return kept[made.result.index(letter) % len(kept)]


# --------------------------------------------------------------------------- pictures


def _loops(made: Plan, loops: list[tuple[int, ...]], step: int, tensors: list[torch.Tensor]) -> svg.Drawing:
    """The loops as code, each with its counter."""
    at = dict(zip(made.sizes, loops[step - 1], strict=True)) if step else dict.fromkeys(made.sizes, 0)
    inner = len(made.sizes)
    drawing = svg.Drawing("The loops", f"{_said(made)}. Pass {step} of {len(loops)}.", 76 + 26 * inner + 22)
    for depth, (letter, size) in enumerate(made.sizes.items()):
        y, x, color = 18 + 26 * depth, 8 + 12 * depth, _color(made, letter)
        drawing.text(x, y, f"for {letter} in range({size}):", color, 12, mono=True, bold=True)
        for value in range(min(size, 8)):
            now = bool(step) and value == at[letter]
            left = svg.WIDE - 14 * (min(size, 8) - value)
            drawing.rect(left, y - 11, 12, 14, color if now else svg.PANEL, rx=3)
            drawing.text(left + 6, y - 0.5, value, svg.PAPER if now else svg.MUTED, 9, "middle", mono=True)
        if letter in made.summed:
            drawing.text(x + 8 * len(f"for {letter} in range({size}):"), y, "Σ", svg.WARM, 14, bold=True)
    y = 18 + 26 * inner
    written = made.written()
    drawing.text(8 + 12 * inner, y, written, svg.INK, 12 if len(written) < 34 else 9.5, mono=True)
    if step:
        factors = " · ".join(map(str, _factors(made, tensors, at)))
        drawing.rect(0, y + 14, svg.WIDE, 30, svg.PANEL, rx=6)
        place = f"out[{','.join(str(at[letter]) for letter in made.result)}]"
        drawing.text(10, y + 34, f"{place} += {factors}", svg.INK, 13, mono=True, bold=True)
    drawing.text(0, drawing.height - 6, f"pass {step} of {len(loops)}", svg.MUTED, 11)
    return drawing


def _grids(
    made: Plan, tensors: list[torch.Tensor], out: torch.Tensor, whole: torch.Tensor, at: dict[str, int]
) -> svg.Drawing:
    """Operands and result, with the cells that meet in this pass."""
    parts = [(NAMES[place], letters, tensors[place]) for place, letters in enumerate(made.operands)]
    parts.append(("out", made.result, out))
    size = 26.0
    spots: list[svg.Point] = []
    x, y, tallest = 0.0, 0.0, 0.0
    for _, _, tensor in parts:
        grid = Grid.of(tensor, size)
        width = max(grid.width, 64) + 20
        if x and x + width - 20 > svg.WIDE:
            x, y, tallest = 0.0, y + tallest + 10, 0.0
        spots.append((x, y))
        x, tallest = x + width, max(tallest, grid.height + 30)
    said = f"{_said(made)}. torch.einsum gives {whole.tolist()}."
    drawing = svg.Drawing("What meets in this pass", brief(said, 300), y + tallest + 6)
    for (left, top), (name, letters, tensor) in zip(spots, parts, strict=True):
        head = f"{name}[{','.join(letters)}]"
        for place, character in enumerate(head):
            in_brackets = place > len(name) and character.isalpha()
            color = _color(made, character) if in_brackets else svg.INK
            drawing.text(left + 7.4 * place, top + 14, character, color, 12, mono=True, bold=True)
        lit = {_flat(letters, tensor, at)} if at else set()
        grid = Grid.of(tensor, size)
        grid.draw(drawing, left, top + 22, lit=lit, color=svg.GOOD if name == "out" else svg.ACCENT)
    return drawing


def _flat(letters: str, tensor: torch.Tensor, at: dict[str, int]) -> int:
    place = 0
    for letter, size in zip(letters, tensor.shape, strict=True):
        place = place * size + at[letter]
    return place


def _said(made: Plan) -> str:
    kept = ", ".join(made.result) or "no letter"
    return f"Loops over {kept} fill the result, loops over {', '.join(made.summed) or 'no letter'} are summed"


# --------------------------------------------------------------------------- text


def _text(
    made: Plan,
    tensors: list[torch.Tensor],
    out: torch.Tensor,
    whole: torch.Tensor,
    loops: list[tuple[int, ...]],
    step: int,
) -> str:
    at = dict(zip(made.sizes, loops[step - 1], strict=True)) if step else {}
    lines = []
    for depth, (letter, size) in enumerate(made.sizes.items()):
        code = f"{'  ' * depth}for {letter} in range({size}):"
        role = "summed away" if letter in made.summed else "stays"
        lines.append(f"{code:<44}{f'{letter} = {at[letter]}' if at else '':<10}{role}")
    lines.append(f"{'  ' * len(made.sizes)}{made.written()}")
    if at:
        place = ",".join(str(at[letter]) for letter in made.result)
        lines.append(
            f"pass {step} of {len(loops)}: out[{place}] += {' * '.join(map(str, _factors(made, tensors, at)))}"
        )
    for name, tensor in [*zip(NAMES, tensors, strict=False), ("out now", out), ("einsum", whole)]:
        lines.append(brief(f"{name:<8}{shape_of(tensor.shape):<12}{tensor.tolist()}", 80))
    return "\n".join(lines)
