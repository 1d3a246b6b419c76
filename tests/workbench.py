"""An exercise made for one test, and a judge to hand things in to."""

from __future__ import annotations

from pathlib import Path

from gradschool.judge import Judge
from gradschool.model import Exercise, Kind, Limits, Report, Submission


class Workbench:
    """An exercise made for one test: write its files, hand something in."""

    def __init__(self, folder: Path, judge: Judge) -> None:
        self.folder, self._judge = folder / "module" / "lesson" / "exercise", judge
        (self.folder / "mistakes").mkdir(parents=True)
        for name, text in (("task.md", "Do it."), ("hints.md", "## 1\na\n\n## 2\nb\n\n## 3\nc\n")):
            (self.folder / name).write_text(text)
        self.write("starter.py", "def answer(x):\n    ...\n")

    def write(self, name: str, text: str) -> None:
        """Put a file into the exercise's folder."""
        (self.folder / name).write_text(text)

    def exercise(self, forbid: tuple[str, ...] = (), limits: Limits | None = None) -> Exercise:
        """The exercise as the reader would give it."""
        kept = limits or Limits(seconds=3)
        return Exercise(
            f"exercise_{self.folder}", "0.01", "lesson", str(self.folder), "Made for a test", Kind.IMPLEMENT,
            ("answer",), forbid=forbid, limits=kept,
        )  # fmt: skip

    def judge(self, code: str, forbid: tuple[str, ...] = (), limits: Limits | None = None) -> Report:
        """Hand `code` in."""
        exercise = self.exercise(forbid, limits)
        try:
            return self._judge.judge(exercise, Submission(exercise.id, code))
        finally:
            self._judge.forget(exercise)


DOUBLES = """
import torch
from gradschool.scenarios import Answer, scenario

@scenario("doubles every value", cases=[((2,),), ((2, 3),)])
def doubles(answer: Answer, shape):
    x = answer.given(torch.randn(shape), "x")
    return {"answer(x)": answer.answer(x)}
"""
