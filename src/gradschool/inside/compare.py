"""What was seen against what the solution gives, and the first place where they part."""

from __future__ import annotations

import math
from typing import Any

import torch

from gradschool.inside.explain import explain, explain_shape
from gradschool.inside.observations import Tree

# rtol, atol by dtype: torch.testing's, loosened for float32 sums and for halves that were computed in float32.
TOLERANCE: dict[torch.dtype, tuple[float, float]] = {
    torch.float64: (1e-7, 1e-7),
    torch.float32: (1.3e-5, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-3),
    torch.float16: (2e-3, 1e-4),
}
Tensors = dict[str, torch.Tensor]


class Side:
    """One program's observation of one case: its trees and their tensors."""

    def __init__(self, seen: dict[str, Tree], tensors: Tensors) -> None:
        self.seen, self.tensors = seen, tensors


def differences(wanted: Side, got: Side, rtol: float | None, atol: float | None) -> list[dict[str, str]]:
    """Every named value that differs, in the solution's order. Names only one side has differ too."""
    found = []
    for name in [*wanted.seen, *(name for name in got.seen if name not in wanted.seen)]:
        if name not in got.seen or name not in wanted.seen:
            found.append(_row(name, _shown(wanted, name), _shown(got, name), ""))
            continue
        part = _Comparison(wanted.tensors, got.tensors, rtol, atol).values(wanted.seen[name], got.seen[name])
        if part is not None:
            expected, came, note = part
            found.append(_row(name, expected, came, note))
    return found


def equal(wanted: Side, got: Side, rtol: float | None, atol: float | None) -> bool:
    """Whether the two behave the same; two counts over their limit do, whatever they count."""
    if wanted.seen.keys() != got.seen.keys():
        return False
    comparison = _Comparison(wanted.tensors, got.tensors, rtol, atol, excess_alike=True, told=False)
    return all(comparison.values(tree, got.seen[name]) is None for name, tree in wanted.seen.items())


def _row(name: str, expected: str, got: str, note: str) -> dict[str, str]:
    return {"name": name, "expected": expected, "got": got, "note": note}


def _shown(side: Side, name: str) -> str:
    return render(side.seen[name], side.tensors) if name in side.seen else "nothing"


Parts = tuple[str, str, str] | None


class _Comparison:
    """One case's values, side by side.

    Args:
        wanted: the tensors of the one side.
        got: those of the other.
        rtol: relative tolerance in place of the dtype's.
        atol: absolute tolerance in place of the dtype's.
        excess_alike: where `wanted` is over a limit itself, so must `got` be.
        told: say in words what differs; it takes longer than to find out that something does.
    """

    def __init__(
        self,
        wanted: Tensors,
        got: Tensors,
        rtol: float | None,
        atol: float | None,
        *,
        excess_alike: bool = False,
        told: bool = True,
    ) -> None:
        self.wanted, self.got, self.rtol, self.atol = wanted, got, rtol, atol
        self.excess_alike, self.told = excess_alike, told

    def values(self, want: Tree, got: Tree) -> Parts:
        if "t" in want and "t" in got:
            return self._tensors(want, got)
        if "l" in want and "l" in got and len(want["l"]) == len(got["l"]):
            return self._first(zip(map(str, range(len(want["l"]))), want["l"], got["l"], strict=True))
        if "d" in want and "d" in got:
            return self._mappings(want, got)
        if "x" in want and "x" in got:
            return self._refusals(want, got)
        if "b" in want and "b" in got:
            limit, count, unit = want["b"][1], float(got["b"][0]), want["b"][2]
            holds = count > limit if self.excess_alike and want["b"][0] > limit else count <= limit
            return None if holds else (f"at most {limit:,.0f} {unit}", f"{count:,.0f} {unit}", "")
        if _numbers(want, got):
            a, b = _number(want), _number(got)
            rtol, atol = self.rtol or 1e-6, self.atol if self.atol is not None else 1e-8
            near = math.isfinite(a) and abs(a - b) <= atol + rtol * abs(a)  # everything is near enough to infinity
            same = a == b or (math.isnan(a) and math.isnan(b)) or near
            return None if same else self._both(want, got, "")
        if want.keys() == got.keys() and want == got and "o" not in want:
            return None
        return self._both(want, got, _kind_note(want, got))

    def _both(self, want: Tree, got: Tree, note: str) -> tuple[str, str, str]:
        return (render(want, self.wanted), render(got, self.got), note) if self.told else ("", "", "")

    def _first(self, parts: Any) -> Parts:
        for place, want, got in parts:
            if (found := self.values(want, got)) is not None:
                expected, came, note = found
                return expected, came, f"at [{place}]" + (f", {note}" if note else "")
        return None

    def _mappings(self, want: Tree, got: Tree) -> Parts:
        wanted = {render(key, self.wanted): value for key, value in want["d"]}
        came = {render(key, self.got): value for key, value in got["d"]}
        if wanted.keys() != came.keys():
            return f"keys {', '.join(wanted) or '(none)'}", f"keys {', '.join(came) or '(none)'}", ""
        return self._first((key, value, came[key]) for key, value in wanted.items())

    def _refusals(self, want: Tree, got: Tree) -> Parts:
        kind = want["x"].get("kind")
        if not kind:
            return None
        # The solution raises the kind that is asked for; a mistake may not, and then its own class is what counts.
        asked = [kind in side["x"]["bases"] for side in (want, got)]
        if all(asked) or (not any(asked) and want["x"]["class"] == got["x"]["class"]):
            return None
        return self._both({"x": want["x"] | {"class": kind}}, got, "")

    def _tensors(self, want: Tree, got: Tree) -> Parts:
        if want["shape"] != got["shape"]:
            return f"shape {_shape(want)}", f"shape {_shape(got)}", explain_shape(want["shape"], got["shape"])
        if want["dtype"] != got["dtype"]:
            return want["dtype"], got["dtype"], ""
        a, b = self.wanted[want["t"]], self.got.get(got["t"])
        if b is None or b.shape != a.shape or b.dtype != a.dtype:
            return self._both(want, {"o": "a tensor that was not sent"}, "")
        # Most of what is right is the same to the last bit, and that is found out in a tenth of the time.
        if not torch.equal(a, b) and bool((wrong := ~self._close(a, b)).any()):
            return self._both(want, got, _where(a, b, wrong) if self.told else "")
        if want["grad"] and not got["grad"]:
            cuts = "`detach`, `item`, `.data`, `no_grad` and `torch.tensor(…)` cut it"
            return "a tensor that a gradient flows through", "the same values, cut off from the graph", cuts
        return None

    def _close(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        if not a.dtype.is_floating_point:
            return a == b
        rtol, atol = TOLERANCE.get(a.dtype, (0.0, 0.0))
        rtol = self.rtol if self.rtol is not None else rtol
        atol = self.atol if self.atol is not None else atol
        return torch.isclose(b.double(), a.double(), rtol=rtol, atol=atol, equal_nan=True)


def _where(a: torch.Tensor, b: torch.Tensor, wrong: torch.Tensor) -> str:
    how = explain(a, b, wrong=wrong)
    if wrong.numel() == 1:
        return how
    count, index = int(wrong.sum()), tuple(int(i) for i in wrong.nonzero()[0])
    place = "[" + ", ".join(map(str, index)) + "]"
    share = "all" if count == wrong.numel() else f"{count} of {wrong.numel()}"
    first = f"{share} differ, first at {place}: {_scalar(a[index])} expected, {_scalar(b[index])} got"
    return f"{first}; {how}" if how else first


def _scalar(value: torch.Tensor) -> str:
    return f"{value.item():.6g}" if value.dtype.is_floating_point else str(value.item())


def _numbers(want: Tree, got: Tree) -> bool:
    return _is_number(want) and _is_number(got)


def _is_number(tree: Tree) -> bool:
    return "f" in tree or ("v" in tree and type(tree["v"]) is int)


def _number(tree: Tree) -> float:
    return float(tree["f"]) if "f" in tree else float(tree["v"])


def _kind_note(want: Tree, got: Tree) -> str:
    if "t" in want and _is_number(got):
        return "a number came back where a tensor is asked for"
    if "t" in got and _is_number(want):
        return "a tensor came back where a plain number is asked for"
    if got == {"v": None}:
        return "it is None: nothing was returned, or no gradient arrived"
    return ""


def _shape(tree: Tree) -> str:
    shape = [int(size) for size in tree["shape"]]
    return f"({shape[0]},)" if len(shape) == 1 else "(" + ", ".join(map(str, shape)) + ")"


def render(tree: Tree, tensors: Tensors) -> str:
    """A value as a learner reads it, short."""
    if "t" in tree:
        tensor = tensors.get(tree["t"])
        if tensor is None or tensor.numel() > 12:
            return f"a {tree['dtype'].removeprefix('torch.')} tensor of shape {_shape(tree)}"
        text = repr(tensor)
        return " ".join(text.split()) if len(text) < 200 else f"a tensor of shape {_shape(tree)}"
    if "l" in tree:
        inside = ", ".join(render(part, tensors) for part in tree["l"][:12])
        return f"({inside}{',' if len(tree['l']) == 1 else ''})"
    if "d" in tree:
        return "{" + ", ".join(f"{render(k, tensors)}: {render(v, tensors)}" for k, v in tree["d"][:12]) + "}"
    if "x" in tree:
        message = tree["x"].get("message")
        return f"raises {tree['x']['class']}" + (f": {message.splitlines()[0][:160]}" if message else "")
    if "b" in tree:
        return f"{tree['b'][0]:,.0f} {tree['b'][2]}"
    if "v" in tree:
        return repr(tree["v"])[:200]
    return str(tree.get("f") or tree.get("n") or tree.get("o") or "nothing")
