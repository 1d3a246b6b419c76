"""Block builder: a transformer block, with the shape, the parameters and the work of each of its parts.

The block is made and run on the meta device, where a tensor has a shape and no numbers, so it may be as large as it
likes: shapes are torch's own, parameters are counted, and FLOPs are added up product by product. What acts element by
element, biases among it, is left out: it changes no shape, and on that device torch imports its compiler for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any

import torch
from msgspec import Struct
from torch import nn
from torch.overrides import TorchFunctionMode

from gradschool.inside import svg
from gradschool.inside.controls import Choice
from gradschool.inside.explorers import Picture
from gradschool.inside.grids import bar, table

NORMS = ("pre-norm", "post-norm")
MLPS = ("GELU", "SwiGLU", "8 experts, 2 at work")
EXPERTS, AT_WORK = 8, 2
PRODUCTS = (nn.functional.linear, torch.matmul, torch.Tensor.matmul, torch.Tensor.__matmul__)
GROUPS = ("projections", "attention proper", "MLP", "norms")
COLORS = dict(zip(GROUPS, (svg.ACCENT, svg.WARM, svg.GOOD, svg.VIOLET), strict=True))


class Settings(Struct, frozen=True):
    """The block, and how many tokens it reads."""

    norm: Annotated[str, Choice("Norms", NORMS)] = "pre-norm"
    mlp: Annotated[str, Choice("MLP", MLPS)] = "GELU"
    width: Annotated[str, Choice("Width", ("384", "768", "1536", "3072"), "Features of a token.")] = "768"
    heads: Annotated[str, Choice("Heads", ("1", "4", "12", "32"))] = "12"
    time: Annotated[str, Choice("Tokens", ("128", "1024", "4608", "32768"), "Read at once.")] = "1024"


class Part(Struct, frozen=True):
    """One step of the block: what it is, what comes out, and what it costs.

    `group`: one of `GROUPS`, or "" for what only moves or adds; `on_stream`: whether it is done to the stream itself.
    """

    name: str
    group: str
    shape: tuple[int, ...]
    parameters: int
    flops: int
    on_stream: bool


def explore(settings: Settings) -> Picture:
    """Make the block, run it part by part, and draw up the bill."""
    width, heads, time = int(settings.width), int(settings.heads), int(settings.time)
    parts = built(settings.norm, settings.mlp, width, heads, time)
    return Picture(_text(settings, parts), svg.beside([_block(parts), _bill(parts, time)]), _note(settings, parts))


# --------------------------------------------------------------------------- the block


class Counter(TorchFunctionMode):
    """Adds up the FLOPs of matrix products."""

    def __init__(self) -> None:
        super().__init__()
        self.flops = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if func in PRODUCTS:  # each number of the result is a sum of as many products as the left side has features
            self.flops += 2 * result.numel() * args[0].shape[-1]
        return result


class Bench:
    """Runs a block part by part, and notes each."""

    def __init__(self, width: int, time: int) -> None:
        self.stream = torch.empty(1, time, width)
        self.parts: list[Part] = [Part("x", "", tuple(self.stream.shape), 0, 0, on_stream=True)]

    def do(
        self, name: str, group: str, call: Callable[[], torch.Tensor], *layers: nn.Module, on_stream: bool = False
    ) -> torch.Tensor:
        """Run `call`, which uses `layers`, under the counter."""
        with Counter() as counter:
            result = call()
        parameters = sum(each.numel() for layer in layers for each in layer.parameters())
        self.parts.append(Part(name, group, tuple(result.shape), parameters, counter.flops, on_stream))
        return result

    def add(self, branch: torch.Tensor) -> None:
        """Add what a branch says to the stream."""
        shape = torch.broadcast_shapes(self.stream.shape, branch.shape)  # type: ignore[no-untyped-call]
        self.stream = self.do("x + …", "", lambda: torch.empty(shape), on_stream=True)

    def norm(self, *, on_stream: bool) -> torch.Tensor:
        """Normalize the stream, for a branch or for good."""
        layer = nn.LayerNorm(self.stream.shape[-1])
        return self.do("norm", "norms", lambda: self.stream, layer, on_stream=on_stream)


@lru_cache(maxsize=64)
def built(norm: str, mlp: str, width: int, heads: int, time: int) -> list[Part]:
    """The parts of a block, in the order in which they run."""
    with torch.device("meta"), torch.no_grad():
        bench = Bench(width, time)
        branches: list[Callable[[torch.Tensor], torch.Tensor]] = [
            lambda x: _attention(bench, x, heads),
            lambda x: _mlp(bench, x, mlp),
        ]
        for branch in branches:
            read = bench.norm(on_stream=False) if norm == "pre-norm" else bench.stream
            bench.add(branch(read))
            if norm == "post-norm":
                bench.stream = bench.norm(on_stream=True)
    return bench.parts


def _attention(bench: Bench, x: torch.Tensor, heads: int) -> torch.Tensor:
    width = x.shape[-1]
    into, out = nn.Linear(width, 3 * width), nn.Linear(width, width)
    qkv = bench.do("q, k, v", "projections", lambda: _product(x, into), into)
    q, k, v = qkv.view(*qkv.shape[:2], 3, heads, width // heads).permute(2, 0, 3, 1, 4)
    scores = bench.do("scores", "attention proper", lambda: q @ k.mT)
    attended = bench.do("weights @ v", "attention proper", lambda: scores.softmax(-1) @ v)
    return bench.do("heads joined", "projections", lambda: _product(attended.transpose(1, 2).flatten(2), out), out)


def _product(x: torch.Tensor, layer: nn.Linear) -> torch.Tensor:
    return nn.functional.linear(x, layer.weight)


def _mlp(bench: Bench, x: torch.Tensor, kind: str) -> torch.Tensor:
    width = x.shape[-1]
    if kind == MLPS[2]:
        return _experts(bench, x)
    if kind == "SwiGLU":
        hidden = -(-8 * width // (3 * 64)) * 64
        gate, up = (nn.Linear(width, hidden, bias=False) for _ in range(2))
        down = nn.Linear(hidden, width, bias=False)
        bench.do("gate, SiLU", "MLP", lambda: _product(x, gate), gate)
        inner = bench.do("⊙ up", "MLP", lambda: _product(x, up), up)
    else:
        up, down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        inner = bench.do("up, GELU", "MLP", lambda: _product(x, up), up)
    return bench.do("down", "MLP", lambda: _product(inner, down), down)


class Experts(nn.Module):
    """One matrix of each of several MLPs."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(EXPERTS, rows, columns))


def _experts(bench: Bench, x: torch.Tensor) -> torch.Tensor:
    """Several MLPs without biases, each on the tokens that it gets if the router is fair."""
    width = x.shape[-1]
    router, up, down = nn.Linear(width, EXPERTS, bias=False), Experts(width, 4 * width), Experts(4 * width, width)
    bench.do("router", "MLP", lambda: _product(x, router), router)
    share = x[:, : x.shape[1] * AT_WORK // EXPERTS].expand(EXPERTS, -1, -1)
    inner = bench.do("each: up, GELU", "MLP", lambda: share @ up.weight, up)
    outer = bench.do("each: down", "MLP", lambda: inner @ down.weight, down)
    return bench.do("2 of 8 mixed", "", lambda: outer.view(AT_WORK, *x.shape).sum(0))


def _of(parts: list[Part], group: str, what: str) -> int:
    return sum(getattr(part, what) for part in parts if part.group == group)


def _sum(parts: list[Part], what: str) -> int:
    return sum(getattr(part, what) for part in parts)


def _half(parts: list[Part], time: int) -> float:
    """How many tokens it takes until attention proper is half of the work: it grows with their square."""
    proper = _of(parts, "attention proper", "flops")
    return time * (_sum(parts, "flops") - proper) / proper


def _note(settings: Settings, parts: list[Part]) -> str:
    share = _of(parts, "attention proper", "flops") / _sum(parts, "flops")
    half = _half(parts, int(settings.time))
    said = f"Attention proper is {share:.0%} of the work; it would be half at {half:,.0f} tokens."
    if settings.norm == "post-norm":
        return f"{said} Both norms are on the stream: nothing passes the block untouched."
    if settings.mlp == MLPS[2]:
        return f"{said} All eight experts are in memory, and a token meets two of them."
    return said


# --------------------------------------------------------------------------- pictures

ROW, TOP = 27.0, 30.0


def _block(parts: list[Part]) -> svg.Drawing:
    """The stream as a line from top to bottom, the branches to its right."""
    drawing = svg.Drawing(
        "The block, part by part",
        "; ".join(f"{part.name} {_shape(part.shape)}" for part in parts),
        TOP + ROW * len(parts) + 8,
    )
    spine, most = 12.0, max(part.flops for part in parts)
    drawing.text(0, 14, "the stream, and what its branches do", svg.MUTED)
    drawing.line((spine, TOP), (spine, drawing.height), svg.INK, 3)
    previous = TOP
    for place, part in enumerate(parts):
        y = TOP + ROW * place
        middle = y + 12
        left = 28.0 if part.on_stream else 44.0
        if part.name == "x + …":
            drawing.line((54, previous + 22), (54, middle), svg.MUTED, 1.5)
            drawing.arrow((54, middle), (spine + 8, middle), svg.MUTED)
            drawing.circle((spine, middle), 7, svg.PAPER, svg.INK)
            drawing.text(spine, middle + 4.5, "+", svg.INK, 13, "middle", bold=True)
            drawing.text(64, y + 16, part.name, svg.INK, 12, mono=True)
        elif part.name == "x":
            drawing.circle((spine, middle), 4, svg.INK)
            drawing.text(left, y + 16, "x", svg.INK, 12, mono=True, bold=True)
        else:
            _box(drawing, part, (left if not part.on_stream else 2.0, y), most)
            if not part.on_stream and parts[place - 1].on_stream:
                drawing.arrow((spine, middle), (left, middle), svg.MUTED)
        drawing.text(svg.WIDE, y + 16, _shape(part.shape), svg.MUTED, 11, "end", mono=True)
        previous = y
    return drawing


def _box(drawing: svg.Drawing, part: Part, corner: svg.Point, most: int) -> None:
    """A part; its bar is its share of the work of the most laborious one."""
    (x, y), wide = corner, 168.0 - corner[0]
    color = COLORS.get(part.group, svg.MUTED)
    said = f"{part.name}: {part.parameters:,} parameters, {part.flops:,} FLOPs"
    drawing.rect(x, y + 1, wide, 22, svg.PAPER, color, rx=4, title=said)
    drawing.rect(x, y + 1, wide * part.flops / most, 22, color, rx=4, fill_opacity=0.3)
    drawing.text(x + 8, y + 16, part.name, svg.INK, 12)


def _bill(parts: list[Part], time: int) -> svg.Drawing:
    parameters, flops = _sum(parts, "parameters"), _sum(parts, "flops")
    drawing = svg.Drawing(
        "The bill", f"{parameters:,} parameters, {flops:,} FLOPs, of which {_listed(parts, flops)}.", 274
    )
    drawing.text(0, 14, f"{parameters:,} parameters", svg.INK, 13, bold=True)
    _stacked(drawing, parts, "parameters", 22)
    drawing.text(0, 80, f"{_si(flops)}FLOPs for {time:,} tokens", svg.INK, 13, bold=True)
    _stacked(drawing, parts, "flops", 88)
    drawing.text(190, 146, "parameters", svg.MUTED, 11, "end")
    drawing.text(svg.WIDE, 146, "FLOPs a token", svg.MUTED, 11, "end")
    for place, group in enumerate(GROUPS):
        y = 166 + 22 * place
        drawing.circle((6, y - 4), 5, COLORS[group])
        drawing.text(18, y, group, svg.INK, 12)
        drawing.text(190, y, _si(_of(parts, group, "parameters")), svg.INK, 12, "end", mono=True)
        drawing.text(svg.WIDE, y, _si(_of(parts, group, "flops") // time), svg.INK, 12, "end", mono=True)
    drawing.text(0, 264, "bars in the boxes: the work, against the heaviest part", svg.MUTED, 11)
    return drawing


def _stacked(drawing: svg.Drawing, parts: list[Part], what: str, y: float) -> None:
    whole, x = _sum(parts, what), 0.0
    for group in GROUPS:
        share = _of(parts, group, what) / whole
        if share:
            drawing.rect(x, y, share * svg.WIDE, 24, COLORS[group], rx=2, title=f"{group} {share:.1%}")
        if share > 0.12:
            drawing.text(x + share * svg.WIDE / 2, y + 16, f"{share:.0%}", svg.PAPER, 11, "middle")
        x += share * svg.WIDE


def _listed(parts: list[Part], flops: int) -> str:
    return ", ".join(f"{group} {_of(parts, group, 'flops') / flops:.0%}" for group in GROUPS)


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))})"


def _si(number: float) -> str:
    """Three digits and a letter: 7.08 M."""
    for letter, size in (("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if number >= size:
            return f"{number / size:.3g} {letter}"
    return f"{number:.0f} "


def _text(settings: Settings, parts: list[Part]) -> str:
    flops = _sum(parts, "flops")
    rows = [["", "out", "parameters", "FLOPs", ""]]
    for part in parts:
        name = part.name if part.on_stream else f"  {part.name}"
        costs = [f"{part.parameters:,}" if part.parameters else "", _si(part.flops) if part.flops else ""]
        rows.append([name, _shape(part.shape), *costs, bar(part.flops / flops, 14) if part.flops else ""])
    rows.append(["together", "", f"{_sum(parts, 'parameters'):,}", _si(flops), ""])
    shares = [f"{group} {_of(parts, group, 'flops') / flops:.0%}" for group in GROUPS[:3]]
    head = f"{settings.norm}, {settings.mlp}, {settings.heads} heads of {int(settings.width) // int(settings.heads)}"
    return "\n".join([head, "", table(rows), "", f"of the work: {', '.join(shares)}"])
