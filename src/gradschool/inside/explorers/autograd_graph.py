"""Autograd graph: what the forward pass left behind, and the gradients that run back through it.

The graph is walked from the result's `grad_fn`; the gradients are caught by hooks on its nodes, in the engine's order.
"""

from __future__ import annotations

from typing import Annotated, Any

import torch
from msgspec import Struct
from torch.overrides import TorchFunctionMode

from gradschool.inside import svg
from gradschool.inside.controls import Number, Step, Text, Unfit
from gradschool.inside.explorers import Picture
from gradschool.inside.expressions import a_tensor
from gradschool.inside.grids import brief, shape_of

MOST = 18
BOX = (74.0, 38.0)
LAYER = 66.0


class Settings(Struct, frozen=True):
    """An expression over three leaves, and how far the backward pass is."""

    expression: Annotated[str, Text("Expression", "w, x and b are leaves; write y = …; and go on with y.")] = (
        "y = w * x; y * (y + b)"
    )
    w: Annotated[float, Number("w")] = 2.0
    x: Annotated[float, Number("x")] = 3.0
    b: Annotated[float, Number("b")] = 1.0
    step: Annotated[int, Step("Backward steps", help="Play backward: one node at a time, in the engine's order.")] = 4


class Node(Struct):
    """One node of the graph. `feeds`: the numbers of the nodes whose outputs it used, None for constants."""

    name: str
    leaf: bool
    value: str
    saved: dict[str, str]
    feeds: list[int | None]
    arrives: str = ""
    sends: list[str] = []
    order: int = -1
    depth: int = 0


def explore(settings: Settings) -> Picture:
    """Build the graph, walk it, and run backward with hooks on every node."""
    nodes = walked(settings)
    step = min(settings.step, len(nodes))
    return Picture(
        _text(nodes, step),
        svg.beside([_graph(nodes, step), _ledger(nodes, step)]),
        _note(nodes, step),
        {"step": len(nodes)},
    )


class _Values(TorchFunctionMode):
    """Remembers what every node's forward gave."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[torch.Tensor] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.results += [
            each for each in (result if isinstance(result, tuple) else [result]) if isinstance(each, torch.Tensor)
        ]
        return result


def walked(settings: Settings) -> list[Node]:
    """The nodes from the result back to the leaves, with the gradients that passed through them.

    Raises:
        Unfit: the result has no graph, or one too large to draw.
    """
    names: dict[str, Any] = {
        name: torch.tensor(getattr(settings, name), requires_grad=True) for name in ("w", "x", "b")
    }
    leaves = dict(names)
    with _Values() as values:
        result = a_tensor(settings.expression, names)
    leaves |= {name: value for name, value in names.items() if isinstance(value, torch.Tensor) and value.is_leaf}
    root = result.grad_fn
    if root is None:
        raise Unfit("This result has no graph: nothing in it asks for a gradient, or a detach cut it off.")
    found = _found(root)
    given = {each.grad_fn: each for each in values.results if each.grad_fn is not None}
    nodes = [_node(each, found, leaves, given) for each in found]
    _deepen(nodes)
    _run(result, found, nodes)
    return nodes


def _found(root: Any) -> list[Any]:
    found = [root]
    for each in found:
        for following, _ in each.next_functions:
            if following is not None and following not in found:
                found.append(following)
        if len(found) > MOST:
            raise Unfit(f"This graph has more than {MOST} nodes: take a shorter expression.")
    return found


def _node(grad_fn: Any, found: list[Any], leaves: dict[str, torch.Tensor], given: dict[Any, torch.Tensor]) -> Node:
    feeds = [None if following is None else found.index(following) for following, _ in grad_fn.next_functions]
    variable = getattr(grad_fn, "variable", None)
    if variable is not None:
        name = next((name for name, leaf in leaves.items() if leaf is variable), "leaf")
        return Node(name, True, short(variable), {}, feeds)
    name = grad_fn.name().rpartition("::")[2].removesuffix("0").removesuffix("Backward")
    return Node(name, False, short(given[grad_fn]) if grad_fn in given else "", _saved(grad_fn), feeds)


def _saved(grad_fn: Any) -> dict[str, str]:
    """The tensors that the node keeps for backward."""
    saved = {}
    for name in dir(grad_fn):
        if name.startswith("_saved_"):
            value = getattr(grad_fn, name, None)
            if isinstance(value, torch.Tensor):
                saved[name.removeprefix("_saved_")] = short(value)
    return saved


def _deepen(nodes: list[Node]) -> None:
    """Give each node the length of the longest way to it from the result."""
    for _ in nodes:
        for node in nodes:
            for following in node.feeds:
                if following is not None:
                    nodes[following].depth = max(nodes[following].depth, node.depth + 1)


def _run(result: torch.Tensor, found: list[Any], nodes: list[Node]) -> None:
    """Run backward from ones, and write down what arrives at each node and what it sends on."""
    fired: list[int] = []

    def before(place: int) -> Any:
        def hook(grads: Any) -> None:
            nodes[place].arrives = ", ".join(short(grad) for grad in grads if grad is not None)
            nodes[place].order = len(fired)
            fired.append(place)

        return hook

    def after(place: int) -> Any:
        def hook(sent: Any, _: Any) -> None:
            nodes[place].sends = ["" if grad is None else short(grad) for grad in sent]

        return hook

    for place, grad_fn in enumerate(found):
        grad_fn.register_prehook(before(place))
        if not nodes[place].leaf:
            grad_fn.register_hook(after(place))
    try:
        torch.autograd.backward(result, torch.ones_like(result) if result.ndim else None)
    except RuntimeError as error:
        raise Unfit(f"backward raises: {str(error).partition(chr(10))[0]}") from None


def short(tensor: torch.Tensor) -> str:
    """A tensor in a few letters: its number, or its shape."""
    return f"{tensor.item():.3g}" if tensor.numel() == 1 else shape_of(tensor.shape)


def _note(nodes: list[Node], step: int) -> str:
    twice = [node for place, node in enumerate(nodes) if sum(each.feeds.count(place) for each in nodes) > 1]
    if step == 0:
        return "The forward pass drew this. Play: gradients run the arrows backward."
    if twice:
        first = twice[0]
        what = first.name if first.leaf else f"The output of {first.name}"
        return f"{what} is used more than once: the gradients that come back to it are added, here to {first.arrives}."
    return "Each node gets the gradient of its output and sends on one for each of its inputs."


# --------------------------------------------------------------------------- pictures


def _places(nodes: list[Node]) -> tuple[list[svg.Point], dict[tuple[int, int], list[svg.Point]], float]:
    """The middle of each node's box, the bends of the arrows that pass by a layer, and the widest box that fits.

    The result stands at the bottom, what it was made of above; a long arrow gets a place in each layer that it passes,
    as if it were a node, so that it crosses no box.
    """
    deepest = max(node.depth for node in nodes)
    at: dict[tuple[int, ...], float] = {}
    bends: dict[tuple[int, int], list[svg.Point]] = {}
    width = BOX[0]
    for depth in range(deepest + 1):
        layer: dict[tuple[int, ...], float] = {}
        for place, node in enumerate(nodes):
            users = [
                (user, turn) for user, each in enumerate(nodes) for turn, fed in enumerate(each.feeds) if fed == place
            ]
            if node.depth == depth:
                wishes = [
                    at[(user, turn, depth - 1)] if (user, turn, depth - 1) in at else at[(user,)]
                    for user, turn in users
                ]
                turns = [28 * (turn - 0.5) for _, turn in users]
                layer[(place,)] = (sum(wishes) + sum(turns)) / len(users) if users else svg.WIDE / 2
            for user, turn in users:
                if nodes[user].depth < depth < node.depth:
                    before = at.get((user, turn, depth - 1), at[(user,)])
                    layer[(user, turn, depth)] = before + 28 * (turn - 0.5)
        gap = svg.WIDE / len(layer)
        width = min(width, gap - 6)
        for number, key in enumerate(sorted(layer, key=lambda key: layer[key])):
            at[key] = gap * (number + 0.5)
            if len(key) == 3:
                bends.setdefault((key[0], key[1]), []).append((at[key], 24 + (deepest - depth) * LAYER))
    return [(at[(place,)], 24 + (deepest - node.depth) * LAYER) for place, node in enumerate(nodes)], bends, width


def _graph(nodes: list[Node], step: int) -> svg.Drawing:
    places, bends, width = _places(nodes)
    said = "; ".join(_said(node, nodes) for node in nodes)
    drawing = svg.Drawing("The graph", brief(said, 600), max(y for _, y in places) + 26)
    for user, node in enumerate(nodes):
        for turn, following in enumerate(node.feeds):
            if following is not None:
                fan = (turn - (len(node.feeds) - 1) / 2) * min(22, width / 3)
                start = (places[user][0] + fan, places[user][1] - BOX[1] / 2)
                end = (places[following][0], places[following][1] + BOX[1] / 2)
                way = [start, *bends.get((user, turn), []), end]
                _edge(drawing, way, node.sends[turn] if -1 < node.order < step else "")
    for node, (x, y) in zip(nodes, places, strict=True):
        _box(drawing, node, x, y, width, BOX[1], step)
    return drawing


def _edge(drawing: svg.Drawing, way: list[svg.Point], sent: str) -> None:
    """What a node used, as an arrow into it; once backward has passed, as an arrow back with the gradient."""
    color, width = (svg.ACCENT, 2.0) if sent else (svg.MUTED, 1.0)
    points = way if sent else way[::-1]
    if len(points) > 2:
        drawing.curve(points[:-1], color, width)
    drawing.arrow(points[-2], points[-1], color, width)
    if sent:
        (x1, y1), (x2, y2) = way[0], way[1]
        drawing.text((x1 + x2) / 2 + 5, (y1 + y2) / 2 + 6, sent, svg.ACCENT, 11, mono=True, bold=True)


def _box(drawing: svg.Drawing, node: Node, x: float, y: float, width: float, height: float, step: int) -> None:
    done, now = -1 < node.order < step, node.order == step - 1
    edge = svg.GOOD if node.leaf else svg.ACCENT if done else svg.LINE
    fill = svg.ACCENT if now else svg.PANEL
    kept = ", ".join(f"{name} = {value}" for name, value in node.saved.items())
    drawing.rect(
        x - width / 2, y - height / 2, width, height, fill, edge, rx=19 if node.leaf else 6,
        stroke_width=2 if node.leaf or done else 1, title=f"keeps {kept}" if kept else "keeps no tensor",
    )  # fmt: skip
    ink = svg.PAPER if now else svg.INK
    drawing.text(x, y - 3, brief(node.name, 11), ink, 12, "middle", bold=True)
    value = f"∂ {node.arrives}" if done else f"= {node.value}" if node.value else ""
    drawing.text(
        x, y + 12, brief(value, 12), ink if now else svg.ACCENT if done else svg.MUTED, 11, "middle", mono=True
    )


def _ledger(nodes: list[Node], step: int) -> svg.Drawing:
    """The nodes in the order in which backward reaches them."""
    rows = _in_order(nodes)
    drawing = svg.Drawing(
        "Backward, node by node", "; ".join(brief(_line(node), 90) for node in rows), 40 + 34 * len(rows)
    )
    drawing.text(0, 13, "backward, in the engine's order", svg.MUTED)
    for number, node in enumerate(rows):
        y = 36 + 34 * number
        done, now = number < step, number == step - 1
        ink = svg.INK if done else svg.MUTED
        if now:
            drawing.rect(0, y - 15, svg.WIDE, 33, svg.PANEL, rx=5)
        drawing.text(8, y, f"{number + 1}", svg.ACCENT if done else svg.MUTED, 11, mono=True, bold=True)
        drawing.text(28, y, node.name, svg.GOOD if node.leaf else ink, 12, bold=True)
        drawing.text(svg.WIDE - 6, y, f"gets {node.arrives}" if done else "…", ink, 12, "end", mono=True)
        said = f"{node.name}.grad = {node.arrives}" if node.leaf else _keeps(node)
        drawing.text(28, y + 14, brief(said, 30), svg.MUTED, 10.5)
        if done and not node.leaf:
            drawing.text(svg.WIDE - 6, y + 14, brief(f"sends {_sent(node)}", 24), svg.ACCENT, 11, "end", mono=True)
    return drawing


def _in_order(nodes: list[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node.order < 0, node.order))


def _sent(node: Node) -> str:
    return ", ".join(sent for sent in node.sends if sent)


def _keeps(node: Node) -> str:
    kept = ", ".join(f"{name} {value}" for name, value in node.saved.items())
    return f"keeps {kept}" if kept else "keeps no tensor"


def _said(node: Node, nodes: list[Node]) -> str:
    made = [nodes[place].name for place in node.feeds if place is not None]
    return f"leaf {node.name} = {node.value}" if node.leaf else f"{node.name} of {', '.join(made)} = {node.value}"


def _line(node: Node) -> str:
    if node.leaf:
        return f"{node.name}: its .grad becomes {node.arrives}"
    return f"{node.name} gets {node.arrives}, sends {_sent(node)}, {_keeps(node)}"


def _text(nodes: list[Node], step: int) -> str:
    lines = ["forward, from the result back to the leaves:"]
    lines += [f"  {'    ' * 0}{brief(_said(node, nodes), 70)}" for node in nodes]
    lines += ["", f"backward, {step} of {len(nodes)} steps:"]
    for number, node in enumerate(_in_order(nodes)):
        lines.append(brief(f"  {number + 1:>2} {_line(node)}" if number < step else f"  {number + 1:>2} …", 80))
    return "\n".join(lines)
