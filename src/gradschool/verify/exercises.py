"""Proves an exercise: its starter fails, its solution and accepted forms pass, each mistake is named as itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable

from gradschool.content import read_exercise, read_proofs
from gradschool.content.exercise import exercise_place
from gradschool.errors import ContentError
from gradschool.judge import Judge
from gradschool.kernel import Failed, Kernel, Lost, Process
from gradschool.model import Exercise, Kind, Outcome, Report, Submission


def check_exercise(
    exercise: Exercise, judge: Judge, start: Callable[[str], Process]
) -> tuple[int, int, list[ContentError]]:
    """Judge all that belongs to an exercise.

    Returns:
        How many mistakes and how many accepted forms were judged, and everything that is wrong.
    """
    place = exercise_place(exercise)
    try:
        texts = read_exercise(exercise)
        solution = judge.solution(exercise)
    except ContentError as error:
        return 0, 0, [error]

    def judged(code: str) -> Report:
        return judge.judge(exercise, Submission(exercise.id, code))

    problems: list[ContentError] = []
    starter = judged(texts.starter)
    if starter.outcome is Outcome.BROKEN:
        return 0, 0, [ContentError(place, f"the exercise is broken: {starter.message}", "Mend its scenarios.")]
    if starter.outcome is Outcome.PASSED:
        problems.append(ContentError(f"{place}/starter.py", "the starter passes", "Leave something to do."))
    problems += _passes(judged(solution), f"{place}/solution.py")
    for name, code in texts.accepted.items():
        problems += _passes(judged(code), f"{place}/accepted/{name}.py")
    for mistake in texts.mistakes:
        problems += _named(judged(mistake.code), mistake.slug, f"{place}/mistakes/{mistake.slug}.py")
    if exercise.kind is Kind.CHOOSE:
        problems += _proven(exercise, f"{place}/questions.md", start)
    return len(texts.mistakes), len(texts.accepted), problems


def _passes(report: Report, where: str) -> list[ContentError]:
    if report.outcome is Outcome.PASSED:
        return []
    return [ContentError(where, f"it must pass and is {report.outcome}: {_why(report)}", "Mend it or the scenario.")]


def _named(report: Report, slug: str, where: str) -> list[ContentError]:
    if report.outcome in (Outcome.PASSED, Outcome.BROKEN):
        said = "passes" if report.outcome is Outcome.PASSED else f"breaks the judge: {report.message}"
        return [ContentError(where, f"the mistake {said}", "Write the scenario that tells it from the solution.")]
    named = report.diagnosis.mistake if report.diagnosis else None
    if named == slug:
        return []
    told = f"is named as {named!r}" if named else f"is not named ({_why(report)})"
    return [ContentError(where, f"the mistake {told}", "Write the scenario that tells the two apart.")]


def _why(report: Report) -> str:
    for row in report.scenarios:
        if row.outcome is not Outcome.PASSED:
            detail = f"{row.raised.type}: {row.raised.message}" if row.raised else ""
            if row.differences:
                first = row.differences[0]
                detail = f"{first.name}: expected {first.expected}, got {first.got} {first.note}".rstrip()
            return f"{row.title} ({row.case}) {detail}".replace("()", "").replace("  ", " ")
    return report.message or "no scenario failed"


def _proven(exercise: Exercise, where: str, start: Callable[[str], Process]) -> list[ContentError]:
    """Run the code that proves a `choose` exercise's answers."""
    problems = []
    with tempfile.TemporaryDirectory(prefix="gradschool-verify-") as folder, Kernel(lambda: start(folder)) as kernel:
        for question, code in read_proofs(exercise).items():
            for event in kernel.run(code, question):
                if isinstance(event, Failed | Lost):
                    said = event.last if isinstance(event, Failed) else event.message
                    problems.append(ContentError(where, f"the proof of {question!r} fails: {said}", "Mend the claim."))
    return problems
