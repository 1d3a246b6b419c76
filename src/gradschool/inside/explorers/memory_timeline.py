"""Memory timeline: what is alive during one training step, by category.

Every operator of the step passes a dispatch mode that sees what it allocates; a finalizer on each storage sees when it
is let go. Nothing is estimated.
"""

from __future__ import annotations

import weakref
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Annotated, Any

import torch
from msgspec import Struct
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.checkpoint import checkpoint

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Range, Step, Toggle
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import table

CATEGORIES = ("parameters", "optimizer state", "activations", "gradients", "temporary")
COLORS = (svg.INK, svg.VIOLET, svg.ACCENT, svg.WARM, svg.MUTED)
PHASES = ("forward", "backward", "optimizer")
SHARES = (0.28, 0.44, 0.28)  # of the width: an optimizer that goes parameter by parameter has most of the operators
WIDTH = 64
OPTIMIZERS: dict[str, Callable[[list[nn.Parameter]], torch.optim.Optimizer]] = {
    "SGD": lambda each: torch.optim.SGD(each, 0.1, foreach=False),
    "SGD with momentum": lambda each: torch.optim.SGD(each, 0.1, momentum=0.9, foreach=False),
    "AdamW": lambda each: torch.optim.AdamW(each, 0.1, foreach=False),
}


class Settings(Struct, frozen=True):
    """The model, the batch, the optimizer, and whether activations are kept or computed again."""

    layers: Annotated[int, Range("Layers", 2, 8)] = 4
    batch: Annotated[int, Range("Batch", 16, 512, 16)] = 256
    optimizer: Annotated[str, Choice("Optimizer", tuple(OPTIMIZERS))] = "AdamW"
    checkpoint: Annotated[
        bool, Toggle("Checkpoint each layer", "Forget activations, compute them again in backward.")
    ] = False
    step: Annotated[
        int, Step("Operator", help="Play the training step, one operator at a time; beyond its end is the peak.")
    ] = 10_000


class Moment(Struct, frozen=True):
    """The bytes alive after one operator, by category; the operator and the phase it ran in."""

    operator: str
    phase: str
    alive: tuple[int, ...]


def explore(settings: Settings) -> Picture:
    """Take one training step under the eyes of a ledger."""
    moments = recorded(settings.layers, settings.batch, settings.optimizer, settings.checkpoint)
    last = len(moments) - 1
    peak = max(range(len(moments)), key=lambda place: sum(moments[place].alive))
    step = peak if settings.step > last else settings.step
    drawings = [_timeline(moments, step, peak), _breakdown(moments, step, peak)]
    note = _note(settings, moments, peak)
    return Picture(_text(moments, step, peak), svg.beside(drawings), note, {"step": last}, {"step": step})


class Ledger(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves its class hook untyped
    """Follows every storage from the operator that allocates it until it is let go.

    What a storage was for is known only later (a gradient is one once it is accumulated), so each gets a number, and
    the categories are put to the numbers at the end.
    """

    def __init__(self, parameters: Sequence[torch.Tensor]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.phase = PHASES[0]
        self._seen: list[tuple[str, str, tuple[tuple[int, int], ...]]] = []
        self._alive: dict[int, tuple[int, int]] = {}
        self._kinds: list[str] = []
        for parameter in parameters:
            self._add(parameter, "parameters")

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # a mode that torch's compiler may skip imports the compiler to say so

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        for leaf in tree_leaves(result):
            if isinstance(leaf, torch.Tensor) and _address(leaf) not in self._alive:
                self._add(leaf, "activations" if self.phase == "forward" else "temporary")
        self._seen.append((func.overloadpacket.__name__, self.phase, tuple(self._alive.values())))
        return result

    def _add(self, tensor: torch.Tensor, kind: str) -> None:
        storage = tensor.untyped_storage()
        address = _address(tensor)
        self._alive[address] = len(self._kinds), storage.nbytes()
        self._kinds.append(kind)
        weakref.finalize(storage, self._alive.pop, address, None)

    def name(self, tensor: torch.Tensor, kind: str) -> None:
        """Say what a living storage turned out to be."""
        if (found := self._alive.get(_address(tensor))) is not None:
            self._kinds[found[0]] = kind

    def moments(self) -> list[Moment]:
        """What was alive after each operator."""
        moments = []
        kinds = [CATEGORIES.index(kind) for kind in self._kinds]
        for operator, phase, alive in self._seen:
            sums = [0] * len(CATEGORIES)
            for number, size in alive:
                sums[kinds[number]] += size
            moments.append(Moment(operator, phase, tuple(sums)))
        return moments


def _address(tensor: torch.Tensor) -> int:
    return int(tensor.untyped_storage()._cdata)  # noqa: SLF001  # the storage itself, however the tensor views it


@lru_cache(maxsize=32)
def recorded(layers: int, batch: int, optimizer: str, checkpointed: bool) -> list[Moment]:
    """One training step of a small stack, operator by operator."""
    blocks = [nn.Sequential(nn.Linear(WIDTH, 2 * WIDTH), nn.ReLU(), nn.Linear(2 * WIDTH, WIDTH)) for _ in range(layers)]
    parameters = [parameter for block in blocks for parameter in block.parameters()]
    stepper = OPTIMIZERS[optimizer](parameters)
    h = torch.randn(batch, WIDTH)
    ledger = Ledger(parameters)

    def note_gradient(parameter: torch.Tensor) -> None:
        assert parameter.grad is not None
        ledger.name(parameter.grad, "gradients")

    with ledger:
        for parameter in parameters:
            parameter.register_post_accumulate_grad_hook(note_gradient)  # type: ignore[no-untyped-call]
        for block in blocks:
            h = h + (checkpoint(block, h, use_reentrant=False) if checkpointed else block(h))
        loss = h.square().mean()
        del h
        ledger.phase = "backward"
        torch.autograd.backward(loss)
        ledger.phase = "optimizer"
        stepper.step()
        for value in tree_leaves(list(stepper.state.values())):
            if isinstance(value, torch.Tensor):
                ledger.name(value, "optimizer state")
    return ledger.moments()


def _note(settings: Settings, moments: list[Moment], peak: int) -> str:
    most = sum(moments[peak].alive)
    share = moments[peak].alive[CATEGORIES.index("activations")] / most
    where = moments[peak].phase
    if settings.checkpoint:
        return f"Peak {_size(most)} in {where}: each layer's inside is forgotten, and lives once more in backward."
    if share > 0.4:
        said = f"{share:.0%} are activations that wait for backward"
        return f"Peak {_size(most)} in {where}: {said}. Halve the batch, or checkpoint."
    return f"Peak {_size(most)} in {where}: parameters, gradients and optimizer state, whatever the batch."


def _across(moments: list[Moment]) -> list[float]:
    """Where each operator stands, from 0 to 1: every phase has its share."""
    places, left = [], 0.0
    for phase, share in zip(PHASES, SHARES, strict=True):
        count = sum(moment.phase == phase for moment in moments)
        places += [left + share * number / max(count - (phase == PHASES[-1]), 1) for number in range(count)]
        left += share
    return places


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KiB"


# --------------------------------------------------------------------------- pictures


def _timeline(moments: list[Moment], step: int, peak: int) -> svg.Drawing:
    most = sum(moments[peak].alive)
    drawing = svg.Drawing(
        "What is alive, operator by operator",
        f"{len(moments)} operators; the peak of {_size(most)} is at operator {peak}, in {moments[peak].phase}.", 246,
    )  # fmt: skip
    left, right, top, bottom = 4.0, svg.WIDE - 4.0, 26.0, 200.0

    across = _across(moments)

    def at(place: int, size: float) -> svg.Point:
        return left + across[place] * (right - left), bottom - size / most * (bottom - top)

    # An operator that changes nothing needs no corner: an optimizer that goes parameter by parameter has hundreds.
    alive = [moment.alive for moment in moments]
    inner = [place for place in range(1, len(alive) - 1) if len({*alive[place - 1 : place + 2]}) > 1]
    turns = [0, *inner, len(alive) - 1]
    floor = [0] * len(turns)
    for category, color in enumerate(COLORS):
        ceiling = [below + moments[place].alive[category] for below, place in zip(floor, turns, strict=True)]
        upper = [at(place, size) for place, size in zip(turns, ceiling, strict=True)]
        lower = [at(place, size) for place, size in zip(turns, floor, strict=True)]
        if ceiling != floor:
            drawing.area([*lower, *reversed(upper)], color, fill_opacity=0.75, title=CATEGORIES[category])
        floor = ceiling
    for phase in PHASES:
        x = at(next(place for place, moment in enumerate(moments) if moment.phase == phase), 0)[0]
        drawing.line((x, top - 8), (x, bottom + 18), svg.LINE)
        drawing.text(x + 4, bottom + 15, phase, svg.MUTED, 11)
    spot = at(peak, most)
    drawing.text(min(max(spot[0], 60), svg.WIDE - 60), 14, f"peak {_size(most)}", svg.BAD, 11.5, "middle", bold=True)
    drawing.circle(spot, 3.5, svg.BAD)
    here = at(step, 0)[0]
    drawing.line((here, top - 6), (here, bottom), svg.INK, 1.5, stroke_dasharray="3 2")
    drawing.text(left, bottom + 38, f"operator {step}: {moments[step].operator}", svg.INK, 12, mono=True)
    return drawing


def _breakdown(moments: list[Moment], step: int, peak: int) -> svg.Drawing:
    moment, most = moments[step], sum(moments[peak].alive)
    drawing = svg.Drawing(
        "At this operator",
        "; ".join(f"{name} {_size(size)}" for name, size in zip(CATEGORIES, moment.alive, strict=True)),
        232,
    )
    drawing.text(0, 14, f"alive after {moment.operator}, in {moment.phase}", svg.MUTED, 12)
    for place, (name, color, size) in enumerate(zip(CATEGORIES, COLORS, moment.alive, strict=True)):
        y = 40 + 34 * place
        drawing.circle((6, y - 4), 5, color, fill_opacity=0.75)
        drawing.text(18, y, name, svg.INK, 12)
        drawing.text(svg.WIDE, y, _size(size), svg.INK, 12, "end", mono=True)
        drawing.rect(18, y + 6, svg.WIDE - 18, 8, svg.PANEL, rx=3)
        drawing.rect(18, y + 6, (svg.WIDE - 18) * size / most, 8, color, fill_opacity=0.75, rx=3)
    drawing.line((18, 206), (svg.WIDE, 206))
    drawing.text(18, 224, "together", svg.INK, 12, bold=True)
    drawing.text(svg.WIDE, 224, _size(sum(moment.alive)), svg.INK, 12, "end", mono=True, bold=True)
    return drawing


def _text(moments: list[Moment], step: int, peak: int) -> str:
    most = sum(moments[peak].alive)
    rows, columns = 10, 66
    across = _across(moments)
    places = [bisect_right(across, column / (columns - 1)) - 1 for column in range(columns)]
    lines = []
    for row in range(rows, 0, -1):
        level = (row - 0.5) / rows * most
        lines.append("".join(_letter(moments[place], level) for place in places))
    heads = "".join(f"|{phase:<{round(columns * share) - 1}}" for phase, share in zip(PHASES, SHARES, strict=True))
    table_rows = [["", "here", "at the peak"]]
    for category, name in enumerate(CATEGORIES):
        table_rows.append(
            [f"{name[0].upper()} {name}", _size(moments[step].alive[category]), _size(moments[peak].alive[category])]
        )
    table_rows.append(["  together", _size(sum(moments[step].alive)), _size(most)])
    here = f"here: operator {step} of {len(moments) - 1}, {moments[step].operator}, in {moments[step].phase}"
    return "\n".join([*lines, heads.rstrip(), "", here, table(table_rows)])


def _letter(moment: Moment, level: float) -> str:
    reached = 0
    for name, size in zip(CATEGORIES, moment.alive, strict=True):
        reached += size
        if level < reached:
            return name[0].upper()
    return " "
