"""What a page and the studio say to each other over the socket. `frontend/src/protocol.ts` mirrors this file.

Every request has an `id`, unique in its tab, and says what to `do`. Everything that answers it carries the same `id`;
what answers nothing (broadcasts) carries 0. A request is over with `end`, with `error`, or with its one answer.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

# --------------------------------------------------------------------------- what a page asks


class Request(Struct, frozen=True, tag_field="do", tag=str.lower, forbid_unknown_fields=True):
    """One request. `id` counts from 1 in its tab."""

    id: int


class Draft(Struct, frozen=True):
    """A text that a tab kept while nobody could be reached. `seen`: the revision that it was made from."""

    place: str
    code: str | None = None
    answers: dict[str, str] | None = None
    seen: str = ""


class Hello(Request, frozen=True):
    """The first word of a tab: its name, the page's kind and id, and what was typed while it was alone."""

    tab: str
    kind: str = ""
    page: str = ""
    drafts: list[Draft] = []


class Run(Request, frozen=True):
    """Run one example of a lesson: stream, shown, failed, training; then done or lost; then end."""

    lesson: str
    index: int
    code: str


class RunAbove(Request, frozen=True, tag="run_above"):
    """Run the examples above one, in the learner's versions, until one fails that should not."""

    lesson: str
    index: int


class RunAll(Request, frozen=True, tag="run_all"):
    """Run every example of the lesson."""

    lesson: str


class Interrupt(Request, frozen=True):
    """Stop what runs in the lesson, paused or not."""

    lesson: str


class Restart(Request, frozen=True):
    """Empty the lesson's namespace."""

    lesson: str


class Pause(Request, frozen=True):
    """Freeze what runs in the lesson where it is."""

    lesson: str


class Resume(Request, frozen=True):
    """Let it go on."""

    lesson: str


class Complete(Request, frozen=True):
    """Names that fit at `cursor` (in characters). `place`: a lesson's or an exercise's id."""

    place: str
    code: str
    cursor: int


class Save(Request, frozen=True):
    """Keep a text. `place`: `lesson/ID/INDEX` or `exercise/ID`; questions give `answers` instead of `code`."""

    place: str
    code: str | None = None
    answers: dict[str, str] | None = None
    seen: str = ""


class Revert(Request, frozen=True):
    """Back to the text that the course gives."""

    place: str


class Submit(Request, frozen=True):
    """Judge an answer: `verdict`, then `end`. Questions give `answers` instead of `code`."""

    exercise: str
    code: str | None = None
    answers: dict[str, str] | None = None


class TakeHint(Request, frozen=True, tag="hint"):
    """The next hint, which is counted; `hint`, with number 0 when all were taken."""

    exercise: str


class ShowSolution(Request, frozen=True, tag="solution"):
    """The solution, once it is open."""

    exercise: str


class ListAttempts(Request, frozen=True, tag="attempts"):
    """The latest attempts, newest first."""

    exercise: str


class Reset(Request, frozen=True):
    """Start an exercise or a lesson over; history is kept."""

    exercise: str = ""
    lesson: str = ""


class Explore(Request, frozen=True):
    """Compute a picture with these settings."""

    name: str
    settings: dict[str, str] = {}


class Visit(Request, frozen=True):
    """Remember where the learner is."""

    kind: Literal["lesson", "exercise"]
    place: str
    block: int = 0


class Read(Request, frozen=True):
    """The learner came to the end of the lesson."""

    lesson: str


class Search(Request, frozen=True):
    """Find lessons, exercises and words."""

    q: str


class AskStatus(Request, frozen=True, tag="status"):
    """How far the learner is."""


AnyRequest = (
    Hello | Run | RunAbove | RunAll | Interrupt | Restart | Pause | Resume | Complete | Save | Revert | Submit
    | TakeHint | ShowSolution | ListAttempts | Reset | Explore | Visit | Read | Search | AskStatus
)  # fmt: skip

# --------------------------------------------------------------------------- what the studio says


class Reply(Struct, frozen=True, tag_field="event", tag=str.lower):
    """One message to a page. `id`: the request that it answers; 0 for what nobody asked for."""

    id: int


class Welcome(Reply, frozen=True):
    """Answers `hello`. `saved` answers its drafts, in order; `running` names what runs already: [lesson, index]."""

    server: str
    version: str
    saved: list[Saved] = []
    running: list[tuple[str, int]] = []
    paused: list[str] = []


class Stream(Reply, frozen=True):
    """Printed text."""

    index: int
    stream: Literal["stdout", "stderr"]
    text: str


class Shown(Reply, frozen=True):
    """Something displayed. `png`: base64, empty if it is no figure. `result`: it is the value of a last expression."""

    index: int
    mime: dict[str, str]
    png: str = ""
    result: bool = False


class Failed(Reply, frozen=True):
    """The code raised. `line` counts from 1 in the example; `advice`: Markdown as HTML, what usually causes it."""

    index: int
    name: str
    message: str
    traceback: list[str] = []
    line: int | None = None
    advice: str = ""


class Training(Reply, frozen=True):
    """Training goes on: optimizer steps so far, the last loss, steps a second, and the curve since the last event."""

    index: int
    step: int
    loss: float | None
    rate: float
    points: list[tuple[int, float]] = []


class Done(Reply, frozen=True):
    """A run is over."""

    index: int
    ok: bool
    seconds: float


class Lost(Reply, frozen=True):
    """A run cost the kernel."""

    index: int
    reason: str
    message: str


class End(Reply, frozen=True):
    """The request is over."""


class Error(Reply, frozen=True):
    """The request is over: where, what, the repair."""

    where: str
    what: str
    repair: str = ""
    kind: str = ""


class Completion(Struct, frozen=True):
    """A word that replaces the characters `start` to `end`."""

    text: str
    start: int
    end: int
    type: str = ""
    signature: str = ""


class Completions(Reply, frozen=True):
    """Answers `complete`."""

    items: list[Completion]


class Saved(Reply, frozen=True):
    """It is on the disk. `earlier`: what another tab or face had kept there, and this has replaced."""

    place: str
    revision: str
    code: str | None = None
    earlier: str | None = None
    answers: dict[str, str] | None = None


class Verdict(Reply, frozen=True):
    """A report, as in `model.Report`, with its prose as HTML: `headline`, `explanation`, `message`, a list `titles`."""

    report: dict[str, Any]
    html: dict[str, Any]
    next: dict[str, str] | None = None
    solution_open: bool = False


class Hint(Reply, frozen=True):
    """A hint; `number` 0: there are no more. `taken` counts those that were taken."""

    number: int
    total: int
    html: str


class Solution(Reply, frozen=True):
    """The solution: its code, and the same with marked-up syntax."""

    code: str
    html: str


class PastAttempt(Struct, frozen=True):
    """One attempt, as it is remembered. `at`: seconds since 1970."""

    at: float
    code: str
    outcome: str
    mistake: str
    passed: int
    total: int


class Attempts(Reply, frozen=True):
    """Answers `attempts`."""

    items: list[PastAttempt]


class View(Reply, frozen=True):
    """A picture: `model.View`, as data."""

    view: dict[str, Any]


class Found(Reply, frozen=True):
    """Answers `search`."""

    items: list[dict[str, str]]


class Status(Reply, frozen=True):
    """How far the learner is."""

    passed: int
    total: int
    next: dict[str, str] | None = None


class DraftChanged(Reply, frozen=True, tag="draft"):
    """Another tab changed a text."""

    place: str
    code: str
    revision: str
    tab: str
    answers: dict[str, str] | None = None


class Progress(Reply, frozen=True):
    """Something was done elsewhere or here; `state` is open, partly or passed."""

    kind: Literal["lesson", "exercise"]
    place: str
    state: str
    passed: int
    total: int


class Running(Reply, frozen=True):
    """What runs in a lesson, for the other tabs that show it: `state` is running, paused or idle."""

    lesson: str
    index: int
    state: Literal["running", "paused", "idle"]


class Problem(Reply, frozen=True):
    """Something could not be kept: said in a banner."""

    text: str


AnyReply = (
    Welcome | Stream | Shown | Failed | Training | Done | Lost | End | Error | Completions | Saved | Verdict | Hint
    | Solution | Attempts | View | Found | Status | DraftChanged | Progress | Running | Problem
)  # fmt: skip

_DECODER: msgspec.json.Decoder[AnyRequest] = msgspec.json.Decoder(AnyRequest)
_ENCODER = msgspec.json.Encoder()


def read(text: str | bytes) -> AnyRequest:
    """A page's message.

    Raises:
        msgspec.DecodeError: it is no request (ValidationError is one).
    """
    return _DECODER.decode(text)


def id_of(text: str | bytes) -> int:
    """The id of a message that is no request, as far as it has one; else 0."""
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return 0
    number = found.get("id") if isinstance(found, dict) else 0
    return number if isinstance(number, int) else 0


def written(reply: Reply) -> str:
    """A message for a page."""
    return _ENCODER.encode(reply).decode()
