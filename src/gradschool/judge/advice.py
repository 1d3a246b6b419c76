"""What torch's errors mean: the sizes in them spelled out, and what usually causes them. Its texts are advice.txt."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from math import prod
from pathlib import Path

from msgspec import Struct

LONGEST_MESSAGE = 2000
_TEXTS = Path(__file__).with_name("advice.txt")


def advice(type: str, message: str) -> str:  # noqa: A002  # what Python calls it
    """One or two sentences on a runtime error: what its sizes mean and the likely cause; "" where nothing is known.

    Args:
        type: the name of the exception's class.
        message: its text.
    """
    told = f"{type}: {message}"[:LONGEST_MESSAGE]
    for rule in _rules():
        if (fields := _found(rule.pieces, rule.names, told)) is not None:
            try:
                think = _THOUGHT.get(rule.said.removeprefix("= "))
                return think(fields, told) if think else rule.said.format(**fields)
            except ValueError:  # a learner's own error in torch's words, without a number where torch has one
                return ""
    return ""


class _Rule(Struct, frozen=True):
    """An error's text, cut at what varies in it, the names of what varies, and what to say."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    said: str


@cache
def _rules() -> tuple[_Rule, ...]:
    """The rules of advice.txt in order."""
    rules: list[_Rule] = []
    for block in _TEXTS.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        said = " ".join(line.strip() for line in lines if line.startswith(" "))
        for text in lines:
            if not text.startswith(" "):
                parts = re.split(r"\{(\w+)\}", text)
                rules.append(_Rule(tuple(parts[::2]), tuple(parts[1::2]), said))
    return tuple(rules)


def _found(pieces: tuple[str, ...], names: tuple[str, ...], told: str) -> dict[str, _Field] | None:
    """What stands between the pieces, if they stand in `told` one after the other.

    Plain searches: a hundred patterns would take longer to compile than the rest of a verdict.
    """
    end = told.find(pieces[0])
    if end < 0:
        return None
    end += len(pieces[0])
    fields: dict[str, _Field] = {}
    for name, piece in zip(names, pieces[1:], strict=True):
        line_end = told.find("\n", end)
        here = told[end : line_end if line_end >= 0 else len(told)]
        length = here.find(piece) if piece else len(here)
        if length < 0:
            return None
        fields[name] = _Field(here[:length].rstrip(". "))
        end += length + len(piece)
    return fields


class _Field(str):
    """What an error's text says in one place, to be written in several ways."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        if form == "shape":
            return f"({self},)" if self.strip().isdigit() else f"({self})"
        if form == "lower":
            return self.lower()
        if form == "less":
            return str(int(self) - 1)
        if form in ("axes", "letters"):
            return f"{self} {'axis' if form == 'axes' else 'letter'}" if self == "1" else f"{self} {form}"
        if form == "gib":
            return f"{int(self) / 2**30:,.1f} GiB"
        if form == "forward":
            # `MulBackward0`, `AsStridedBackward0`, `Exp`: the operation that made the tensor.
            return f"`{re.sub(r'(Backward)?[0-9]*$', '', self).lower()}`"
        return str(self)


# --------------------------------------------------------------------------- those that take some thought

Fields = dict[str, _Field]


def _product(fields: Fields, _told: str) -> str:
    """Which inner sizes of a matrix product clash, and which turn would mend it."""
    rows, inner, other, columns = (fields[name] for name in ("rows", "inner", "other", "columns"))
    said = (
        f"({rows}, {inner}) @ ({other}, {columns}): the inner sizes, {inner} and {other}, must be equal. "
        f"In a linear layer {other} is its `in_features`, and {inner} the last axis of its input"
    )
    if inner == columns:
        return f"{said}; in a product of your own, transposing the second (`.mT`) fits."
    if rows == other:
        return f"{said}; in a product of your own, transposing the first (`.mT`) fits."
    return f"{said}."


def _batched(fields: Fields, _told: str) -> str:
    """Which sizes of a batched product clash."""
    if fields["batch"] != fields["batches"]:
        return f"The two batches differ: {fields['batch']} matrices on the left, {fields['batches']} on the right."
    return (
        f"In each of the {fields['batch']} products the left matrix has {fields['inner']} columns and the right one "
        f"{fields['other']} rows: they must be equal. For queries times keys, turn the keys with `.mT`."
    )


def _reshaped(fields: Fields, _told: str) -> str:
    """What the sizes asked for come to, and what there is."""
    sizes = [int(size) for size in re.findall(r"-?\d+", fields["sizes"])]
    product = prod(size for size in sizes if size >= 0)
    if -1 in sizes:
        return f"There are {fields['count']} elements, which {product} does not divide: no size fits where -1 stands."
    return (
        f"There are {fields['count']} elements, and the shape asked for has {product}. Is the batch axis missing, "
        "or a size taken from another tensor?"
    )


def _dtypes(fields: Fields, _told: str) -> str:
    """Two dtypes that should be one, and where the odd one comes from."""
    one, other = fields["one"].lower(), fields["other"].lower()
    said = f"One is {one}, the other {other}: convert one of them, `x.to(y.dtype)`."
    if {one, other} == {"double", "float"}:
        return f"{said} torch makes float32 (float); float64 (double) comes from numpy or `.double()`."
    return f"{said} Integers must become floating before they are multiplied with weights." if "long" in said else said


def _axes(fields: Fields, _told: str) -> str:
    """How many axes there are, and which was asked for."""
    count = int(fields["last"]) + 1
    has = f"{count} axes, 0 to {count - 1}" if count > 1 else "at most one axis, 0"
    return (
        f"The tensor has {has}, and axis {fields['axis']} was asked for. Did a reduction or an index drop one before?"
    )


def _state(_fields: Fields, told: str) -> str:
    """What a state_dict and its module do not share."""
    said = []
    for word, words in (
        ("Missing", "the module has {}, the state_dict has not"),
        ("Unexpected", "the state_dict has {}, the module has not"),
    ):
        if found := re.search(rf"{word} key\(s\) in state_dict: ([^\n]*)", told):
            said.append(words.format(_listed(re.findall(r'"([^"]+)"', found[1]))))
    for name, saved, here in re.findall(r"size mismatch for (\S+): [^\n\[]*\[([\d, ]*)\][^\n\[]*\[([\d, ]*)\]", told)[
        :3
    ]:
        said.append(f"`{name}` was saved as {_Field(saved):shape} and is {_Field(here):shape} here")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}. Names are those of the attributes that hold parameters, buffers and modules."


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown


def _arguments(fields: Fields, _told: str) -> str:
    """A call with too many positional arguments; in a method `self` is one of them."""
    name, takes, given = fields["name"], fields["takes"].removeprefix("from "), fields["given"].partition(" ")[0]
    if "." in name:
        return (
            f"`{name}` takes {takes} and got {given}, and `self` is one of them: is `self` missing from its `def`, "
            "or another parameter?"
        )
    return f"`{name}` takes {takes} and got {given}: compare the call with the `def`."


_NUMPY = {
    "array": "`torch.tensor`",
    "astype": "`.to(dtype)`",
    "concatenate": "`torch.cat`",
    "copy": "`.clone()`",
    "expand_dims": "`unsqueeze`",
    "power": "`pow`, or `**`",
}


def _numpy(fields: Fields, _told: str) -> str:
    """A name that numpy has for something of torch's."""
    name = fields["name"].partition("'")[0]
    return f"`{name}` is numpy's name; torch has {_NUMPY[name]}." if name in _NUMPY else ""


_THOUGHT: dict[str, Callable[[Fields, str], str]] = {
    "product": _product,
    "batched": _batched,
    "reshaped": _reshaped,
    "dtypes": _dtypes,
    "axes": _axes,
    "state": _state,
    "arguments": _arguments,
    "numpy": _numpy,
}
