"""Takes the frames of one submission's process as they come, until it has finished or is gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from gradschool.content import read_exercise
from gradschool.model import Exercise, ExerciseTexts, Kind, Submission
from gradschool.wire import Closed, Message
from gradschool.worker import AnyFork, AnyWorker, Ended

LARGEST_OBSERVATION = 256 << 20
SMALLEST_LIMIT_TOLD = 3

Told = Callable[[str], None]
Gate = Callable[["Seen", int], bool]


class Material(Struct, frozen=True):
    """What is read of an exercise before anything runs.

    `variants`: for `test`, the subject's answers, right and wrong, as `inside.cases.Variant` takes them.
    """

    texts: ExerciseTexts
    scenarios: str = ""
    variants: list[Message] = []


def material_of(exercise: Exercise, subject: Exercise | None) -> Material:
    """Read what judging an exercise takes; `subject` is the exercise that a `test` is about.

    Raises:
        ContentError: a file of the exercise is faulty.
    """
    texts = read_exercise(exercise)
    if exercise.kind.observed:
        return Material(texts, Path(exercise.folder, "scenarios.py").read_text("utf-8"))
    if exercise.kind is not Kind.TEST or subject is None:
        return Material(texts)
    about = read_exercise(subject)
    right = {"the_solution": about.solution, **about.accepted}
    entry = subject.entry[0]
    variants: list[Message] = [
        {"name": name, "headline": "", "right": True, "code": code, "entry": entry} for name, code in right.items()
    ]
    variants += [
        {"name": each.slug, "headline": each.headline, "right": False, "code": each.code, "entry": entry}
        for each in about.mistakes
    ]
    return Material(texts, variants=variants)


class Seen:
    """What came of one submission's process before it ended."""

    def __init__(self) -> None:
        self.loaded: Message | None = None
        self.scenarios: list[Message] = []
        self.begun: tuple[int, int] | None = None
        self.records: list[tuple[Message, bytes]] = []
        self.finished = False
        self.ended: Ended | None = None

    def title(self) -> str:
        """The title of the scenario that began last, with its stage; empty if it says none."""
        try:
            row = self.scenarios[self.begun[0]] if self.begun else {}
        except IndexError:
            return ""
        return f"{row['stage']}: {row['title']}" if row.get("stage") else str(row.get("title", ""))

    def take(self, frame: Message, blob: bytes) -> None:
        """Sort one frame. What a learner's process says is data: odd frames are passed over here and fail later."""
        if isinstance(frame.get("loaded"), dict) and self.loaded is None:
            self.loaded = frame["loaded"]
            self.scenarios = [row for row in frame.get("scenarios", []) if isinstance(row, dict)]
        if isinstance(frame.get("seen"), dict):
            self.records.append((frame["seen"], blob))
        if "begun" in frame:
            begun = frame["begun"]
            self.begun = (int(begun[0]), int(begun[1])) if isinstance(begun, list) and len(begun) == 2 else None
        if frame.get("finished") is True:
            self.finished = True

    @property
    def printed(self) -> str:
        """All that the learner's code printed, in order."""
        texts = [(self.loaded or {}).get("printed", ""), *(record.get("printed", "") for record, _ in self.records)]
        return "".join(str(text) for text in texts)

    @property
    def facts(self) -> tuple[str, ...]:
        """Of each thing that was counted the case nearest its limit, and what the scenarios tell, in order.

        A count that may be one or two is a promise which its scenario's title says better.
        """
        nearest: dict[str, tuple[float, str]] = {}
        told: dict[str, None] = {}
        for record, _ in self.records:
            for tree in dict(record.get("seen") or {}).values():
                counted = tree.get("b") if isinstance(tree, dict) else None
                if isinstance(counted, list) and [type(part) for part in counted] == [float, float, str]:
                    count, limit, unit = counted
                    if limit >= SMALLEST_LIMIT_TOLD:
                        fact = f"{count:,.0f} {unit}, at most {limit:,.0f}"
                        nearest[unit] = max(nearest.get(unit, (0.0, fact)), (count / limit, fact))
            told |= dict.fromkeys(str(fact) for fact in record.get("told", ()))
        return (*(fact for _, fact in nearest.values()), *told)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings that torch and Python gave, each once."""
        return tuple(dict.fromkeys(str(text) for record, _ in self.records for text in record.get("warnings", ())))


def request(exercise: Exercise, submission: Submission, material: Material, seed: int) -> Message:
    """What the process needs to know; nothing of the solution."""
    return {
        "kind": exercise.kind.value,
        "entry": list(exercise.entry) or ["answers"],
        "forbid": list(exercise.forbid),
        "code": submission.code,
        "filename": submission.filename,
        "scenarios": material.scenarios,
        "items": [item.name for item in material.texts.items],
        "variants": material.variants,
        "seed": seed,
        "output_limit": int(exercise.limits.output_mib * (1 << 20)),
    }


def start(worker: AnyWorker, exercise: Exercise, message: dict[str, Any]) -> AnyFork:
    """Fork the process that looks at the submission."""
    limits = exercise.limits
    return worker.fork("observe", message, seconds=limits.seconds, memory_mib=limits.memory_mib)


def collect(fork: AnyFork, seconds: float, gate: Gate, told: Told) -> Seen:
    """Take frames until the process is done; it is dead afterwards, with all that it started.

    Args:
        fork: the process.
        seconds: how long it may take.
        gate: asked where a stage of a lab ends, with the number of scenarios behind it, whether to go on.
        told: hears the title of each scenario as it begins.
    """
    seen, total = Seen(), 0
    deadline = time.monotonic() + 10 * seconds + 60  # the warm process ends it on time; this is for a lost one
    with fork:
        try:
            while not seen.finished and total < LARGEST_OBSERVATION:
                frame, blob = fork.channel.receive(max(0.01, deadline - time.monotonic()))
                total += len(blob)
                seen.take(frame, blob)
                if "begun" in frame and (title := seen.title()):
                    told(title)
                if "stage" in frame:
                    fork.channel.send({"go": gate(seen, int(frame["stage"]))})
                if seen.loaded is not None and (seen.loaded.get("raised") or seen.loaded.get("missing")):
                    break
        except (Closed, TimeoutError, ValueError, TypeError):
            seen.ended = fork.ended(1.0) or Ended(status=-9, reason="time")
    return seen
