"""Memory timeline: what is alive during one training step, by category.

Every operator of the step passes a dispatch mode that sees what it allocates; a finalizer on each storage sees when it
is let go. Nothing is estimated.
"""

from __future__ import annotations

import weakref
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
WIDTH = 64
OPTIMIZERS = {
    "SGD": lambda each: torch.optim.SGD(each, 0.1, foreach=False),
    "SGD with momentum": lambda each: torch.optim.SGD(each, 0.1, momentum=0.9, foreach=False),
    "AdamW": lambda each: torch.optim.AdamW(each, 0.1, foreach=False),
}


class Settings(Struct, frozen=True):
    """The model, the batch, the optimizer, and whether activations are kept or computed again."""

    layers: Annotated[int, Range("Layers", 2, 8)] = 4
    batch: Annotated[int, Range("Batch", 16, 512, 16)] = 256
    optimizer: Annotated[str, Choice("Optimizer", tuple(OPTIMIZERS))] = "AdamW"
    checkpoint: Annotated[bool, Toggle("Checkpoint each layer", "Forget activations, compute them again in backward.")] = False
    step: Annotated[int, Step("Operator", help="Play the training step, one operator at a time.")] = 10_000


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
    return Picture(_text(moments, step, peak), svg.beside(drawings), note, {"step": last})


class Ledger(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves its class hook untyped
    """Follows every storage from the operator that allocates it until it is let go."""

    def __init__(self, kept: list[torch.Tensor]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.moments: list[Moment] = []
        self.phase = "forward"
        self._born: dict[int, tuple[str, int]] = {}
        self.known = {_address(tensor): "parameters" for tensor in kept}
        self._sizes = {_address(tensor): tensor.untyped_storage().nbytes() for tensor in kept}

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # a mode that torch's compiler may skip imports the compiler to say so

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        for leaf in tree_leaves(result):
            if isinstance(leaf, torch.Tensor):
                self._see(leaf)
        self.moments.append(Moment(str(func.overloadpacket.__name__), self.phase, self._alive()))
        return result

    def _see(self, tensor: torch.Tensor) -> None:
        address = _address(tensor)
        if address in self._sizes:
            return
        storage = tensor.untyped_storage()
        self._sizes[address] = storage.nbytes()
        self.known[address] = {"forward": "activations", "backward": "temporary", "optimizer": "temporary"}[self.phase]
        weakref.finalize(storage, self._let_go, address)

    def name(self, tensor: torch.Tensor, category: str) -> None:
        """Say what a storage turned out to be."""
        self.known[_address(tensor)] = category

    def _let_go(self, address: int) -> None:
        self._sizes.pop(address, None)
        self.known.pop(address, None)

    def _alive(self) -> tuple[int, ...]:
        sums = dict.fromkeys(CATEGORIES, 0)
        for address, size in self._sizes.items():
            sums[self.known[address]] += size
        return tuple(sums.values())


def _address(tensor: torch.Tensor) -> int:
    return int(tensor.untyped_storage()._cdata)  # noqa: SLF001  # the storage itself, however the tensor views it


@lru_cache(maxsize=32)
def recorded(layers: int, batch: int, optimizer: str, checkpointed: bool) -> list[Moment]:
    """One training step of a small stack, operator by operator."""
    torch.manual_seed(0)
    blocks = [nn.Sequential(nn.Linear(WIDTH, 2 * WIDTH), nn.ReLU(), nn.Linear(2 * WIDTH, WIDTH)) for _ in range(layers)]
    parameters = [parameter for block in blocks for parameter in block.parameters()]
    stepper = OPTIMIZERS[optimizer](parameters)
    x = torch.randn(batch, WIDTH)
    with Ledger(parameters) as ledger:
        for parameter in parameters:
            parameter.register_post_accumulate_grad_hook(lambda each: ledger.name(each.grad, "gradients"))
        h = x
        for block in blocks:
            h = h + (checkpoint(block, h, use_reentrant=False) if checkpointed else block(h))
        loss = h.square().mean()
        del h
        ledger.phase = "backward"
        loss.backward()
        ledger.phase = "optimizer"
        _step(stepper, ledger)
    for parameter in parameters:
        parameter.grad = None
    return _settled(ledger.moments)


def _step(stepper: torch.optim.Optimizer, ledger: Ledger) -> None:
    """Step, then tell the states from what was only passing."""
    stepper.step()
    lasting = {_address(value) for state in stepper.state.values() for value in state.values() if isinstance(value, torch.Tensor)}
    for address in lasting:
        ledger.known[address] = "optimizer state"
    ledger.moments.append(Moment("end of step", "optimizer", ledger._alive()))  # noqa: SLF001  # one file, one ledger


def _settled(moments: list[Moment]) -> list[Moment]:
    """While the optimizer ran, what it kept was not known from what it dropped: share it out as it came to be."""
    state, temporary = CATEGORIES.index("optimizer state"), CATEGORIES.index("temporary")
    final = moments[-1].alive[state]
    settled = []
    reached = 0
    for moment in moments:
        alive = list(moment.alive)
        if moment.phase == "optimizer":
            together = alive[state] + alive[temporary]
            reached = max(reached, min(together, final))
            alive[state], alive[temporary] = min(reached, together), max(together - reached, 0)
        settled.append(Moment(moment.operator, moment.phase, tuple(alive)))
    return settled


def _note(settings: Settings, moments: list[Moment], peak: int) -> str:
    most = sum(moments[peak].alive)
    share = moments[peak].alive[CATEGORIES.index("activations")] / most
    where = moments[peak].phase
    if settings.checkpoint:
        return f"Peak {_size(most)} in {where}: each layer's inside is forgotten, and lives once more in backward."
    if share > 0.4:
        return f"Peak {_size(most)} in {where}: {share:.0%} are activations that wait for backward. Halve the batch, or checkpoint."
    return f"Peak {_size(most)} in {where}: parameters, gradients and optimizer state, whatever the batch."


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

    def at(place: float, size: float) -> svg.Point:
        return left + place / max(len(moments) - 1, 1) * (right - left), bottom - size / most * (bottom - top)

    floor = [0] * len(moments)
    for category, color in enumerate(COLORS):
        ceiling = [below + moment.alive[category] for below, moment in zip(floor, moments, strict=True)]
        upper = [at(place, size) for place, size in enumerate(ceiling)]
        lower = [at(place, size) for place, size in enumerate(floor)]
        if ceiling != floor:
            drawing.area([*lower, *reversed(upper)], color, fill_opacity=0.75, title=CATEGORIES[category])
        floor = ceiling
    begun = 0
    for phase in PHASES:
        count = sum(moment.phase == phase for moment in moments)
        x = at(begun, 0)[0]
        drawing.line((x, top - 8), (x, bottom + 6), svg.LINE)
        drawing.text(x + 3, bottom + 16, phase, svg.MUTED, 11)
        begun += count
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
        "At this operator", "; ".join(f"{name} {_size(size)}" for name, size in zip(CATEGORIES, moment.alive, strict=True)), 232
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
    places = [round(column / (columns - 1) * (len(moments) - 1)) for column in range(columns)]
    lines = []
    for row in range(rows, 0, -1):
        level = (row - 0.5) / rows * most
        lines.append("".join(_letter(moments[place], level) for place in places))
    begun, heads = 0, [" "] * columns
    for phase in PHASES:
        start = round(begun / max(len(moments) - 1, 1) * (columns - 1))
        heads[start : start + len(phase) + 1] = f"|{phase}"
        begun += sum(moment.phase == phase for moment in moments)
    table_rows = [["", "here", "at the peak"]]
    for category, name in enumerate(CATEGORIES):
        table_rows.append([f"{name[0].upper()} {name}", _size(moments[step].alive[category]), _size(moments[peak].alive[category])])
    table_rows.append(["  together", _size(sum(moments[step].alive)), _size(most)])
    here = f"here: operator {step} of {len(moments) - 1}, {moments[step].operator}, in {moments[step].phase}"
    return "\n".join([*lines, "".join(heads[:columns]), "", here, table(table_rows)])


def _letter(moment: Moment, level: float) -> str:
    reached = 0
    for name, size in zip(CATEGORIES, moment.alive, strict=True):
        reached += size
        if level < reached:
            return name[0].upper()
    return " "
