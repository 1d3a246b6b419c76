"""The truth of `predict` and `choose`: computed, never typed in."""

from __future__ import annotations

import builtins
import inspect
import math
from typing import Any

from gradschool.inside import programs
from gradschool.inside.compare import Side, Tensors, render
from gradschool.inside.observations import Recorder, Tree


def truths(source: str) -> dict[str, Side]:
    """Run each item of a `predict` exercise: what it gives, or the class of what it raises."""
    namespace = programs.load(source, "items.py", name="gradschool_items")
    found = {}
    for name, item in list(namespace.items()):  # a warning adds a name to it
        if inspect.isfunction(item) and item.__module__ == "gradschool_items" and not name.startswith("_"):
            recorder = Recorder()
            try:
                value: Any = item()
            except Exception as error:
                value = type(error)
            found[name] = Side({"answer": recorder.tree(value)}, recorder.tensors)
    return found


def solution(found: dict[str, Side]) -> str:
    """A program that answers every item right, as a learner would type it."""
    rows = [f"    {name!r}: {_typed(side.seen['answer'], side.tensors)}," for name, side in found.items()]
    return "\n".join(["import torch", "", "answers = {", *rows, "}", ""])


def _typed(tree: Tree, tensors: Tensors) -> str:
    if "x" in tree:
        name = str(tree["x"]["class"])
        return name if hasattr(builtins, name) else repr("raises")
    if "t" in tree:
        return repr(tensors[tree["t"]].tolist())
    if "l" in tree:
        inside = ", ".join(_typed(part, tensors) for part in tree["l"])
        return f"({inside}{',' if len(tree['l']) == 1 else ''})"
    if "f" in tree:
        return tree["f"] if math.isfinite(float(tree["f"])) else f"float({tree['f']!r})"
    if "n" in tree:
        return str(tree["n"]) if tree["n"].startswith("torch.") else repr(tree["n"])
    return repr(tree.get("v"))


def right(truth: Side, answer: Side) -> bool:
    """Whether a learner's answer says the truth, in any of the ways that a person may write it."""
    want, got = truth.seen["answer"], answer.seen["answer"]
    if "x" in want:
        refuses = got.get("v") in ("raises", *want["x"]["bases"][:-2])
        return refuses or ("x" in got and got["x"]["class"] in want["x"]["bases"][:-2])
    return _plain(want, truth.tensors) == _plain(got, answer.tensors)


def _plain(tree: Tree, tensors: Tensors) -> object:
    """One spelling for the many: `torch.float32` and "float32", a tensor and its nested list, `(2, 3)` and `[2, 3]`."""
    if "t" in tree:
        return _numbers(tensors[tree["t"]].tolist())
    if "l" in tree:
        return tuple(_plain(part, tensors) for part in tree["l"])
    if "n" in tree:
        return tree["n"].removeprefix("torch.")
    if "f" in tree:
        return _numbers(float(tree["f"]))
    if "v" in tree:
        value = tree["v"]
        return value.removeprefix("torch.") if isinstance(value, str) else _numbers(value)
    return ("not an answer", str(tree))


def _numbers(value: Any) -> object:
    if isinstance(value, list):
        return tuple(_numbers(part) for part in value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return "nan" if math.isnan(value) else float(f"{value:.4g}")
    return value


def difference(name: str, truth: Side, answer: Side) -> dict[str, str]:
    """The row that is shown for a wrong answer."""
    return {
        "name": name,
        "expected": _written(truth),
        "got": "no answer yet" if answer.seen["answer"] == {"n": "..."} else _written(answer),
        "note": "",
    }


def _written(side: Side) -> str:
    tree = side.seen["answer"]
    return f"raises {tree['x']['class']}" if "x" in tree else render(tree, side.tensors)
