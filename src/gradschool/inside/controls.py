"""Settings of an explorer: declared once as a struct with annotated fields, read from text, offered as controls.

```python
class Settings(Struct, frozen=True):
    rows: Annotated[int, Range("Rows", 1, 6)] = 3
    operation: Annotated[str, Choice("Operation", ("x", "x.t()"))] = "x.t()"
```
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, get_type_hints

import msgspec
from msgspec import Struct

from gradschool.model import Control

LONGEST = 400


class Unfit(Exception):
    """A setting that cannot be shown, in a sentence for the learner."""


class Range(Struct, frozen=True):
    """A slider over numbers: whole ones where the field is an `int`."""

    label: str
    minimum: float
    maximum: float
    step: float = 1
    help: str = ""
    kind: Literal["range"] = "range"


class Number(Struct, frozen=True):
    """A number that is typed."""

    label: str
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    help: str = ""
    kind: Literal["number"] = "number"


class Step(Struct, frozen=True):
    """A position that can be played. Its end depends on the other settings, so what lies beyond it means the end."""

    label: str
    minimum: int = 0
    help: str = ""
    kind: Literal["step"] = "step"


class Choice(Struct, frozen=True):
    """One of several."""

    label: str
    choices: tuple[str, ...]
    help: str = ""
    kind: Literal["choice"] = "choice"


class Text(Struct, frozen=True):
    """Something to type: an expression, a shape, words."""

    label: str
    help: str = ""
    kind: Literal["text"] = "text"


class Toggle(Struct, frozen=True):
    """Yes or no."""

    label: str
    help: str = ""
    kind: Literal["toggle"] = "toggle"


S = TypeVar("S", bound=Struct)
Kind = Range | Number | Step | Choice | Text | Toggle
_YES, _NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


@cache
def declared(settings: type[Struct]) -> dict[str, tuple[type, Kind]]:
    """The fields of a struct of settings, in order: their types and kinds."""
    hints = get_type_hints(settings, include_extras=True)
    return {
        each.name: (hints[each.name].__origin__, hints[each.name].__metadata__[0])
        for each in msgspec.structs.fields(settings)
    }


def read(settings: type[S], given: Mapping[str, str]) -> S:
    """The settings that the texts in `given` say; the defaults for what they leave out.

    Raises:
        Unfit: there is no such setting, or it cannot have that value.
    """
    fields = declared(settings)
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name not in fields:
            near = difflib.get_close_matches(name, fields, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(fields)}."
            raise Unfit(f"There is no setting {name[:40]!r}. {hint}")
        values[name] = _value(*fields[name], text)
    return settings(**values)


def _value(of: type, kind: Kind, text: str) -> Any:
    if isinstance(kind, Choice):
        if text not in kind.choices:
            near = difflib.get_close_matches(text, kind.choices, n=1, cutoff=0.4)
            said = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(kind.choices)}."
            raise Unfit(f"{kind.label} cannot be {text[:40]!r}. {said}")
        return text
    if isinstance(kind, Toggle):
        if text.casefold() not in (*_YES, *_NO):
            raise Unfit(f"{kind.label} is yes or no, not {text[:40]!r}.")
        return text.casefold() in _YES
    if isinstance(kind, Text):
        if len(text) > LONGEST:
            raise Unfit(f"{kind.label} may have {LONGEST} characters; this has {len(text):,}.")
        return text
    return _number(of, kind, text)


def _number(of: type, kind: Range | Number | Step, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise Unfit(f"{kind.label} is a number, not {text[:40]!r}.") from None
    if not math.isfinite(value) or (of is int and value != int(value)):
        raise Unfit(f"{kind.label} is a {'whole' if of is int else 'finite'} number, not {text[:40]}.")
    most = None if isinstance(kind, Step) else kind.maximum
    if (kind.minimum is not None and value < kind.minimum) or (most is not None and value > most):
        span = f"from {kind.minimum:g} to {most:g}" if most is not None else f"{kind.minimum:g} or more"
        raise Unfit(f"{kind.label} goes {span}; {value:g} is outside.")
    return of(value) if of is int else value


def as_text(value: object) -> str:
    """A setting as it travels."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def controls(settings: type[Struct], values: Mapping[str, str], ends: Mapping[str, int]) -> tuple[Control, ...]:
    """The controls for `settings` at `values`. `ends`: the last position of each `Step`."""
    made = []
    for name, (_, kind) in declared(settings).items():
        numeric = isinstance(kind, Range | Number)
        made.append(
            Control(
                name,
                kind.label,
                kind.kind,
                values[name],
                minimum=kind.minimum if isinstance(kind, Range | Number | Step) else None,
                maximum=kind.maximum if isinstance(kind, Range | Number) else ends.get(name),
                step=kind.step if numeric and isinstance(kind, Range | Number) else 1 if kind.kind == "step" else None,
                choices=kind.choices if isinstance(kind, Choice) else (),
                help=kind.help,
            )
        )
    return tuple(made)
