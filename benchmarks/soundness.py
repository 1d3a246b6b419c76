"""Wrong answers that pass and right ones that are refused, by us and by torch_judge: `python benchmarks/soundness.py`.

Our exercises' mistakes and accepted forms are handed to both, to the peer under the names that its task asks for
(`peers/client.py`). A mistake that breaks no sentence of the peer's own text is counted apart and not held against it.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from peers.client import TASKS, Task, TorchJudge
from peers.setup import ready
from timing import environment

from gradschool.content import load_course
from gradschool.judge import Judge
from gradschool.model import Exercise, Outcome, Submission
from gradschool.worker import own

ROW = "{:40}{:>9}{:>14}{:>14}"


class Handed(Struct, frozen=True):
    """One answer of ours, right or wrong, and what became of it."""

    name: str
    right: bool
    ours: bool
    named: bool
    theirs: bool


class Counts(Struct, frozen=True):
    """How many of some answers passed and did not, with us and with the peer."""

    title: str
    handed: int
    ours: int
    theirs: int
    names: tuple[str, ...]


def answers(exercise: Exercise) -> list[Path]:
    """The solution, the accepted forms, the mistakes."""
    folder = Path(exercise.folder)
    return [folder / "solution.py", *sorted(folder.glob("accepted/*.py")), *sorted(folder.glob("mistakes/*.py"))]


def hand_in(exercise: Exercise, task: Task, judge: Judge, peer: TorchJudge) -> list[Handed]:
    """Hand every answer to both."""
    handed = []
    for file in answers(exercise):
        code = file.read_text("utf-8")
        report = judge.judge(exercise, Submission(exercise.id, code, file.name))
        passed = report.outcome is Outcome.PASSED
        named = report.diagnosis is not None and report.diagnosis.mistake == file.stem
        theirs = bool(peer.check(task, code)["solved"])
        handed.append(Handed(file.stem, file.parent.name != "mistakes", passed, named, theirs))
    return handed


def count(title: str, handed: Iterable[Handed], *, passing: bool) -> Counts:
    """Of the answers handed in, how many passed (or did not), and which with the peer."""
    listed = list(handed)
    theirs = tuple(one.name for one in listed if one.theirs is passing)
    return Counts(title, len(listed), sum(one.ours is passing for one in listed), len(theirs), theirs)


def show(counts: Counts) -> None:
    """Print one line, and below it which ones the peer got wrong."""
    print(ROW.format(f"  {counts.title}", counts.handed, counts.ours, counts.theirs))
    if counts.names:
        print(textwrap.fill(", ".join(counts.names), 100, initial_indent=" " * 8, subsequent_indent=" " * 8))


def compare(exercise: Exercise, task: Task, handed: list[Handed]) -> tuple[int, int, int]:
    """Print what became of an exercise's answers; return our faults, and the peer's with how many could be."""
    right, wrong = [one for one in handed if one.right], [one for one in handed if not one.right]
    if unknown := task.breaks - {one.name for one in wrong}:
        raise SystemExit(f"{exercise.id} has no mistake {', '.join(sorted(unknown))} any more: see peers/client.py")
    by_both = count(
        "wrong by both texts, and accepted", (one for one in wrong if one.name in task.breaks), passing=True
    )
    by_ours = (one for one in wrong if one.name not in task.breaks)
    by_ours_alone = count("wrong by our text alone, and accepted", by_ours, passing=True)
    refused = count("right by both texts, and refused", [] if task.other_convention else right, passing=False)
    ours_alone = count("right by our text alone, and refused", right if task.other_convention else [], passing=False)
    print(ROW.format(f"{exercise.id} ({task.name})", "handed in", "here", "torch_judge"))
    for counts in (by_both, by_ours_alone, refused, ours_alone):
        if counts.handed:
            show(counts)
    if task.other_convention:
        print(f"    ({task.other_convention})")
    print(
        ROW.format("  wrong, and named as what it is", len(wrong), sum(one.named for one in wrong), "-") + "\n",
        flush=True,
    )
    ours = sum(counts.ours for counts in (by_both, by_ours_alone, refused, ours_alone))
    return ours, by_both.theirs + refused.theirs, by_both.handed + refused.handed


def main() -> int:
    """Hand in, print, and return 0 if we got none wrong."""
    exercises = load_course().exercises
    python = ready() / "python"
    ours = theirs = possible = 0
    with tempfile.TemporaryDirectory() as folder, own() as worker, Judge(lambda: worker) as judge:
        for task in TASKS:
            with TorchJudge(python, environment(HOME=folder)) as peer:
                handed = hand_in(exercises[task.exercise], task, judge, peer)
            faults = compare(exercises[task.exercise], task, handed)
            ours, theirs, possible = ours + faults[0], theirs + faults[1], possible + faults[2]
    print(f"Wrong by the judge's own text: torch_judge {theirs} of {possible}, here {ours} (at most 0).")
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())
