"""What a run in the live kernel says, as its faces see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct, field

from gradschool.wire import Message


class Stream(Struct, frozen=True, tag="stream"):
    """Printed text, as it was printed; not always a whole line."""

    stream: Literal["stdout", "stderr"]
    text: str


class Shown(Struct, frozen=True, tag="shown"):
    """Something displayed, by mime type; `png` holds a figure. `result`: it is the value of a last expression."""

    mime: dict[str, str]
    png: bytes = b""
    result: bool = False

    @property
    def text(self) -> str:
        """What to show where nothing but text can be shown; a figure has none."""
        return "" if self.png else self.mime.get("text/plain", "")


class Failed(Struct, frozen=True, tag="failed"):
    """The code raised. `line` counts from 1 in the example; None if the exception never passed through it."""

    name: str
    message: str
    traceback: tuple[str, ...] = ()
    line: int | None = None

    @property
    def last(self) -> str:
        """`ErrorType: message`, as Python ends its tracebacks."""
        return f"{self.name}: {self.message}" if self.message else self.name


class Trained(Struct, frozen=True, tag="trained"):
    """Training goes on: so many optimizer steps in this run, the last loss, steps a second since the last such event.

    `points`: (step, loss) since then, thinned where there were many. A face without a picture for it passes over it.
    """

    step: int
    loss: float | None = None
    rate: float = 0.0
    points: tuple[tuple[int, float], ...] = ()


class Done(Struct, frozen=True, tag="done"):
    """The last event of a run whose kernel lives. `seconds` of wall clock, measured inside."""

    ok: bool
    seconds: float


class Lost(Struct, frozen=True, tag="lost"):
    """The last event of a run that cost the kernel: what happened, and what to do now."""

    reason: Literal["exit", "crash", "memory", "time", "restart", "worker"]
    message: str


Event = Stream | Shown | Failed | Trained | Done | Lost


class Completion(Struct, frozen=True):
    """One word that fits: it replaces the characters `start` to `end` of the code."""

    text: str
    start: int
    end: int
    kind: str = field(default="", name="type")
    signature: str = ""


def transcript(events: Iterable[Event]) -> str:
    """What an `output` fence states: printed text, shown values and `ErrorType: message`, trailing spaces stripped.

    A figure prints nothing. Blank lines at the end are not told apart.
    """
    told = ""
    for event in events:
        if isinstance(event, Stream):
            told += event.text
            continue
        line = {Shown: "text", Failed: "last", Lost: "message"}.get(type(event))
        text = getattr(event, line) if line else ""
        if text:
            told += ("\n" if told and not told.endswith("\n") else "") + text + "\n"
    return "\n".join(line.rstrip() for line in told.split("\n")).rstrip("\n")


_SHAPES: dict[str, type[Stream | Failed | Trained | Done]] = {
    "stream": Stream,
    "error": Failed,
    "trained": Trained,
    "done": Done,
}


def event_of(message: Message, blob: bytes) -> Event:
    """A message as an event. What is no event was forged by the learner's code, and costs the kernel.

    Raises:
        ValueError: it is none (msgspec's ValidationError is one).
    """
    kind = message.get("type")
    if kind in ("display", "result"):
        return Shown(msgspec.convert(message.get("mime"), dict[str, str]), blob, kind == "result")
    if kind not in _SHAPES:
        raise ValueError(f"not an event: {kind!r}")
    shape = _SHAPES[kind]
    return msgspec.convert(message | {"type": shape.__struct_config__.tag}, shape)
