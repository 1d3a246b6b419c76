"""What a learner does with an exercise: draft, submit, take a hint, see the solution, look back."""

from __future__ import annotations

import time

from gradschool.content import read_exercise
from gradschool.errors import NotYet
from gradschool.judge import Judge
from gradschool.model import Attempt, Course, Exercise, ExerciseTexts, Hint, Outcome, Report, Submission
from gradschool.progress import Store
from gradschool.session.keeping import Keeper

HONEST_ATTEMPTS = 3


class Answers:
    """The exercises' side of a session."""

    def __init__(self, course: Course, store: Store, keeper: Keeper, judge: Judge) -> None:
        self._course, self._store, self._keeper, self._judge = course, store, keeper, judge
        self._texts: dict[str, ExerciseTexts] = {}

    def texts(self, exercise: str) -> ExerciseTexts:
        """Task, starter, hints and items of an exercise, read once."""
        if exercise not in self._texts:
            self._texts[exercise] = read_exercise(self._course.exercises[exercise])
        return self._texts[exercise]

    def draft(self, exercise: str) -> str:
        """What the learner last had in the editor, or the starter."""
        kept = self._store.draft(exercise)
        return self.texts(exercise).starter if kept is None else kept

    def save_draft(self, exercise: str, code: str) -> None:
        """Keep what is in the editor. The starter itself is no draft."""
        if code == self.texts(exercise).starter:
            self._keeper.keep(lambda: self._store.drop_draft(exercise))
        else:
            self._keeper.keep(lambda: self._store.save_draft(exercise, code))

    def prepare(self, exercise: str) -> None:
        """Get the judge ready for an exercise while the learner reads its task."""
        self._judge.prepare(self._course.exercises[exercise])

    def submit(self, exercise: str, code: str, filename: str = "answer.py") -> Report:
        """Judge `code`, remember the attempt, and keep the code as the draft.

        A verdict is given also where nothing can be kept; the session then says so.
        """
        report = self._judge.judge(self._course.exercises[exercise], Submission(exercise, code, filename))
        if report.outcome is not Outcome.BROKEN:  # our fault is no attempt of theirs
            mistake = report.diagnosis.mistake if report.diagnosis else ""
            attempt = Attempt(exercise, code, report.outcome, mistake, report.passed, report.total, time.time())
            self._keeper.keep(lambda: self._store.record_attempt(attempt))
        self.save_draft(exercise, code)
        return report

    def hint(self, exercise: str) -> Hint | None:
        """Take the next hint, which is counted; None when all were taken."""
        hints = self.texts(exercise).hints
        taken = len(self.hints_taken(exercise))
        if taken >= len(hints):
            return None
        number = self._keeper.keep(lambda: self._store.hint_taken(exercise, len(hints)))
        return hints[(number or taken + 1) - 1]

    def hints_taken(self, exercise: str) -> list[Hint]:
        """The hints that were taken already, in order."""
        count = self._store.exercise_progress([exercise])[exercise].hints
        return list(self.texts(exercise).hints[:count])

    def solution(self, exercise: str) -> str:
        """The solution, which closes the exercise's secret: after a pass, or after honest attempts.

        Raises:
            NotYet: neither has happened; says how many attempts are missing.
        """
        progress = self._store.exercise_progress([exercise])[exercise]
        missing = HONEST_ATTEMPTS - self._honest_attempts(exercise)
        if not progress.passed and not progress.revealed and missing > 0:
            times = "one more time" if missing == 1 else f"{missing} more times"
            raise NotYet(exercise, "the solution opens when you have passed", f"Or try {times}: each try must differ.")
        self._keeper.keep(lambda: self._store.reveal(exercise))  # each time: a review that needed it tells something
        return self._judge.solution(self._course.exercises[exercise])

    def _honest_attempts(self, exercise: str) -> int:
        """Attempts that changed something: neither the starter nor a repetition, however they are spaced."""
        starter = _bare(self.texts(exercise).starter)
        codes = {_bare(attempt.code) for attempt in self._store.attempts(exercise)}
        return len(codes - {starter, ""})

    def attempts(self, exercise: str) -> list[Attempt]:
        """The latest attempts, newest first."""
        return list(self._store.attempts(exercise))

    def exercise(self, exercise: str) -> Exercise:
        """The exercise's facts."""
        return self._course.exercises[exercise]


def _bare(code: str) -> str:
    return "".join(code.split())
