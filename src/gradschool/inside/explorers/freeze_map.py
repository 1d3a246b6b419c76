"""Freeze map: which parts of a network get a gradient, decay and new statistics, however they were frozen.

A small network takes two steps as a whole, its backbone is frozen in the chosen way, and three more steps are taken.
What moved is compared with a second run without weight decay, so that each cause is one that was found by trying.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import torch
from msgspec import Struct
from torch import nn

from gradschool.inside import svg
from gradschool.inside.controls import Choice, Toggle
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import table

WIDTH, EARLIER, STEPS, LR, DECAY = 6, 2, 3, 0.05, 0.1
WAYS = ("not at all", "from the start", "after two steps", "optimizer skips it")
OPTIMIZERS: dict[str, Callable[[list[dict[str, object]]], torch.optim.Optimizer]] = {
    "SGD": lambda groups: torch.optim.SGD(groups, LR, foreach=False),
    "SGD with momentum": lambda groups: torch.optim.SGD(groups, LR, momentum=0.9, foreach=False),
    "AdamW": lambda groups: torch.optim.AdamW(groups, LR, foreach=False),
}
DECAYS = ("nothing", "everything", "matrices only")


class Settings(Struct, frozen=True):
    """How the backbone is frozen, and what could move it all the same."""

    freeze: Annotated[
        str, Choice("Backbone frozen", WAYS, "By requires_grad_(False), or by leaving it out of the optimizer.")
    ] = "after two steps"
    quiet: Annotated[bool, Toggle("backbone.eval()", "After model.train(), before each step.")] = False
    optimizer: Annotated[str, Choice("Optimizer", tuple(OPTIMIZERS))] = "AdamW"
    decay: Annotated[str, Choice("Weight decay on", DECAYS)] = "everything"
    zeros: Annotated[bool, Toggle("zero_grad(set_to_none=False)", "Gradients become 0 instead of None.")] = False


class Row(Struct, frozen=True):
    """One tensor of the network: what it had at the last step, how far the three steps moved it, and by what."""

    name: str
    gradient: str
    updated: bool
    decay: float
    moved: float
    causes: tuple[str, ...]


class Run(Struct, frozen=True):
    """What a run of five steps left: for each tensor its gradient, its group's decay, and how far it moved."""

    gradients: dict[str, str]
    decays: dict[str, float]
    moved: dict[str, float]
    same_features: bool


class Network(nn.Module):
    """A backbone with all that can move, and a head."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Linear(WIDTH, WIDTH, bias=False), nn.BatchNorm1d(WIDTH), nn.ReLU(), nn.Dropout(0.2)
        )
        self.head = nn.Linear(WIDTH, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The logits, `(batch, 3)`."""
        logits: torch.Tensor = self.head(self.backbone(x))
        return logits


def explore(settings: Settings) -> Picture:
    """Train, freeze, train on, and look at what moved."""
    rows, same = mapped(settings)
    note = _note(settings, rows, same)
    return Picture(_text(settings, rows, same), svg.beside([_map(rows, note), _moves(rows, same)]), note)


def mapped(settings: Settings) -> tuple[list[Row], bool]:
    """A row for each tensor, and whether the backbone gives the same features for the same batch twice."""
    whole = run(settings)
    plain = run(settings, decay=0.0)
    rows = []
    for name, moved in whole.moved.items():
        gradient, causes = whole.gradients.get(name, "no parameter"), []
        if moved and name not in whole.gradients:
            causes.append("batch statistics")
        elif moved:
            causes += ["gradient"] if gradient == "yes" else ["momentum"] if plain.moved[name] else []
            causes += ["decay"] if whole.decays[name] else []
        rows.append(Row(name, gradient, name in whole.decays, whole.decays.get(name, 0.0), moved, tuple(causes)))
    return rows, whole.same_features


def run(settings: Settings, decay: float = DECAY) -> Run:
    """Two steps of everything, then three with the backbone frozen as the settings say."""
    torch.manual_seed(0)
    model = Network()
    if settings.freeze == WAYS[1]:
        model.backbone.requires_grad_(False)
    optimizer = OPTIMIZERS[settings.optimizer](_groups(model, settings, decay))
    _train(model, optimizer, settings, EARLIER)
    if settings.freeze == WAYS[2]:
        model.backbone.requires_grad_(False)
    if settings.freeze == WAYS[3]:
        optimizer = OPTIMIZERS[settings.optimizer](_groups(model.head, settings, decay))
    before = {name: tensor.detach().clone() for name, tensor in _tensors(model).items()}
    _train(model, optimizer, settings, STEPS)
    moved = {name: float((tensor.detach() - before[name]).abs().max()) for name, tensor in _tensors(model).items()}
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    decays = {
        names[id(each)]: float(group["weight_decay"]) for group in optimizer.param_groups for each in group["params"]
    }
    gradients = {name: _gradient(parameter) for name, parameter in model.named_parameters()}
    x = torch.randn(16, WIDTH)
    return Run(gradients, decays, moved, torch.equal(model.backbone(x), model.backbone(x)))


def _train(model: Network, optimizer: torch.optim.Optimizer, settings: Settings, steps: int) -> None:
    for _ in range(steps):
        model.train()
        if settings.quiet:
            model.backbone.eval()
        optimizer.zero_grad(set_to_none=not settings.zeros)
        loss = nn.functional.cross_entropy(model(2 * torch.randn(16, WIDTH) + 1), torch.arange(16) % 3)
        torch.autograd.backward(loss)
        optimizer.step()


def _groups(part: nn.Module, settings: Settings, decay: float) -> list[dict[str, object]]:
    parameters = list(part.parameters())
    shares = {"nothing": 99, "everything": 0, "matrices only": 2}  # from how many axes on a parameter decays
    least = shares[settings.decay]
    decayed = [each for each in parameters if each.ndim >= least]
    others = [each for each in parameters if each.ndim < least]
    return [{"params": decayed, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]


def _tensors(model: Network) -> dict[str, torch.Tensor]:
    """Parameters and floating buffers by name, in the order of the layers."""
    return {name: tensor for name, tensor in model.state_dict(keep_vars=True).items() if tensor.is_floating_point()}


def _gradient(parameter: torch.Tensor) -> str:
    if parameter.grad is None:
        return "none"
    return "yes" if bool(parameter.grad.any()) else "zero"


def _frozen(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.name.startswith("backbone")]


def _note(settings: Settings, rows: list[Row], same: bool) -> str:
    causes = {cause for row in _frozen(rows) for cause in row.causes}
    if settings.freeze == WAYS[0]:
        return "Nothing is frozen: whatever has a gradient moves."
    pushed = [cause for cause in ("momentum", "decay") if cause in causes]
    if pushed:
        moves = "moves" if len(pushed) == 1 else "move"
        return f"Frozen, and {' and '.join(pushed)} still {moves} its weights: zero is a gradient, None is not."
    if "batch statistics" in causes:
        return "Its weights rest, and its running statistics move: only eval mode holds them."
    if settings.freeze == WAYS[3]:
        return "Nothing in it moves, and its gradients pile up: nobody clears what the optimizer doesn't know."
    if not same:
        return "Nothing in it moves, and dropout still drops: the same batch gives other features each time."
    return "Frozen in earnest: nothing outside of the head has moved, and the same batch gives the same features."


# --------------------------------------------------------------------------- pictures

COLUMNS = ("gradient", "optimizer", "decay", "moved")
TOP, HIGH, FIRST, ACROSS = 46.0, 25.0, 104.0, 54.0


def _short(name: str) -> str:
    """`backbone.0.weight` as `0.weight`."""
    return name.removeprefix("backbone.")


def _cells(row: Row) -> tuple[tuple[str, str], ...]:
    """What stands in the four columns, and its color."""
    gradient = {"yes": svg.ACCENT, "zero": svg.WARM}.get(row.gradient, svg.PANEL)
    return (
        ("–" if row.gradient == "no parameter" else row.gradient, gradient),
        ("yes" if row.updated else "no", svg.ACCENT if row.updated else svg.PANEL),
        (f"{row.decay:g}" if row.decay else "0", svg.VIOLET if row.decay else svg.PANEL),
        ("yes" if row.moved else "no", _color(row) if row.moved else svg.PANEL),
    )


def _color(row: Row) -> str:
    """Blue for what is meant to learn, red for what moves though it has no gradient."""
    return svg.ACCENT if "gradient" in row.causes else svg.BAD


def _map(rows: list[Row], note: str) -> svg.Drawing:
    drawing = svg.Drawing("The freeze map", note, TOP + HIGH * len(rows) + 24)
    for place, column in enumerate(COLUMNS):
        drawing.text(FIRST + ACROSS * (place + 0.5), TOP - 8, column, svg.MUTED, 10.5, "middle")
    for place, row in enumerate(rows):
        y = TOP + HIGH * place
        if place in (0, len(_frozen(rows))):
            drawing.line((0, y - 1), (svg.WIDE, y - 1))
        drawing.text(0, y + 16, _short(row.name), svg.INK, 11, mono=True)
        for spot, (said, fill) in enumerate(_cells(row)):
            ink = svg.MUTED if fill == svg.PANEL else svg.PAPER
            x = FIRST + ACROSS * spot
            drawing.rect(x + 1.5, y + 2, ACROSS - 3, HIGH - 4, fill, rx=4)
            drawing.text(x + ACROSS / 2, y + 16, said, ink, 10.5, "middle", mono=True)
    drawing.text(0, 14, "At the last step, for each tensor", svg.INK, 12.5, bold=True)
    drawing.text(0, drawing.height - 6, "above the line the backbone, below it the head", svg.MUTED, 10.5)
    return drawing


def _moves(rows: list[Row], same: bool) -> svg.Drawing:
    said = "the same" if same else "other"
    desc = "; ".join(f"{_short(row.name)} {row.moved:.3f}" for row in rows)
    drawing = svg.Drawing("How far each tensor moved", desc, TOP + HIGH * len(rows) + 24)
    drawing.text(0, 14, "How far three steps moved it, and by what", svg.INK, 12.5, bold=True)
    most = max(row.moved for row in rows) or 1.0
    for place, row in enumerate(rows):
        y = TOP + HIGH * place
        if place in (0, len(_frozen(rows))):
            drawing.line((0, y - 1), (svg.WIDE, y - 1))
        length = 96 * row.moved / most
        drawing.text(46, y + 16, f"{row.moved:.3f}" if row.moved else "0", svg.MUTED, 11, "end", mono=True)
        drawing.rect(54, y + 6, max(length, 2.0 if row.moved else 0.0), HIGH - 12, _color(row), rx=2)
        drawing.text(60 + length, y + 16, " + ".join(row.causes), _color(row), 10.5)
    drawing.text(0, drawing.height - 6, f"the same batch twice: {said} features", svg.MUTED, 10.5)
    return drawing


def _text(settings: Settings, rows: list[Row], same: bool) -> str:
    head = ["", *COLUMNS, "by"]
    lines = [[row.name, *(said for said, _ in _cells(row)), " + ".join(row.causes)] for row in rows]
    for line, row in zip(lines, rows, strict=True):
        line[4] = f"{row.moved:.3f}" if row.moved else "0"
    title = f"frozen: {settings.freeze}; {settings.optimizer}; backbone in {'eval' if settings.quiet else 'train'} mode"
    end = f"the same batch twice: {'the same' if same else 'other'} features"
    return "\n".join([title, "", table([head, *lines]), "", end])
