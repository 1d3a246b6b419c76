"""The role of a throw-away process: load one submission, run the scenarios on it, send back what was seen."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from gradschool.inside import cases, programs
from gradschool.inside.forbidden import Watch
from gradschool.inside.observations import blob_of
from gradschool.inside.output import Capture
from gradschool.wire import Channel, Message

SCENARIOS = "scenarios.py"


def serve(channel: Channel) -> None:
    """Answer one request, in frames: `loaded`, then `begun` for each case, with what was `seen` in the one before."""
    request, _ = channel.receive()
    entry, filename = tuple(request["entry"]), str(request["filename"])
    # Before the learner's code, which could otherwise change what the scenarios are made of.
    variants = tuple(cases.Variant(**each) for each in request["variants"])
    scenarios = cases.scenarios_of(request["kind"], request["scenarios"], SCENARIOS, tuple(request["items"]), variants)
    watch = Watch(tuple(request["forbid"]))
    limit = int(request["output_limit"])
    namespace, told = load(str(request["code"]), filename, entry, limit)
    channel.send({"loaded": told, "scenarios": _titles(scenarios)})
    if namespace is None:
        return
    watch.take()
    program = cases.Program(namespace, entry, watch, filename, limit)
    frames = _Frames(channel)
    seed = int(request["seed"])
    for record, tensors in cases.run(scenarios, program, seed, lambda s, c: frames.send({"begun": [s, c]})):
        if "stage" not in record:
            frames.keep({"seen": record}, blob_of(tensors))
            continue
        frames.send(record)
        if not channel.receive()[0].get("go"):
            break
    frames.send({"finished": True})


class _Frames:
    """What was seen goes out with the news of what comes next: each frame that arrives wakes somebody."""

    def __init__(self, channel: Channel) -> None:
        self._channel, self._blob = channel, b""
        self._kept: Message = {}

    def keep(self, message: Message, blob: bytes) -> None:
        self._kept, self._blob = message, blob

    def send(self, message: Message) -> None:
        self._channel.send(self._kept | message, self._blob)
        self._kept, self._blob = {}, b""


def load(code: str, filename: str, entry: tuple[str, ...], limit: int) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Run the learner's file: its namespace (None if it raised or lacks a name), and what there is to tell of it."""
    capture = Capture(limit)
    with redirect_stdout(capture), redirect_stderr(capture):
        try:
            namespace = programs.load(code, filename)
        except BaseException as error:
            return None, {"raised": programs.describe(error, filename), "printed": capture.text()}
    missing = [name for name in entry if name not in namespace]
    defined = [name for name, value in namespace.items() if callable(value) and not name.startswith("_")]
    told = {"missing": missing, "defined": defined[:50], "printed": capture.text()}
    return (None if missing else namespace), told


def _titles(scenarios: list[Any]) -> list[Message]:
    return [
        {"title": promise.title, "stage": promise.stage, "cases": [promise.describe(case) for case in promise.cases]}
        for promise in scenarios
    ]
