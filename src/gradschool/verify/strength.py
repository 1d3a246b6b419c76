"""How strong an exercise's scenarios are: what no mistake reaches, what hangs by one thread, which mutants live."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from gradschool.content import read_exercise
from gradschool.judge import Judge
from gradschool.model import Exercise, Outcome, Report, Submission
from gradschool.verify.mutants import Mutant, mutants


class Strength(Struct, frozen=True):
    """What an author wants to know of an exercise that holds.

    Attributes:
        idle: promises that no mistake breaks. A mistake may be missing, or the promise may be one too many.
        threads: mistakes that only one promise catches, with it: that promise must never be dropped.
        tried: how many automatic mutants of the solution were judged.
        survivors: those that passed: equivalent to the solution, or a hole in the scenarios.
    """

    idle: tuple[str, ...]
    threads: tuple[tuple[str, str], ...]
    tried: int
    survivors: tuple[Mutant, ...]


def strength(
    exercise: Exercise, judge: Judge, most: int = 200, told: Callable[[int], None] = lambda _: None
) -> Strength:
    """Measure an exercise that is a program with a solution; at most `most` mutants are judged."""
    texts = read_exercise(exercise)
    broken: dict[str, list[str]] = {}
    titles: dict[str, None] = {}
    for mistake in texts.mistakes:
        report = judge.judge(exercise, Submission(exercise.id, mistake.code))
        titles |= dict.fromkeys(row.title for row in report.scenarios)
        broken[mistake.slug] = _broken(report)
    reached = {title for caught in broken.values() for title in caught}
    made = list(mutants(judge.solution(exercise)))[:most]
    survivors = []
    for number, mutant in enumerate(made, 1):
        if judge.judge(exercise, Submission(exercise.id, mutant.code)).outcome is Outcome.PASSED:
            survivors.append(mutant)
        told(number)
    return Strength(
        tuple(title for title in titles if title not in reached),
        tuple((slug, caught[0]) for slug, caught in broken.items() if len(caught) == 1),
        len(made),
        tuple(survivors),
    )


def _broken(report: Report) -> list[str]:
    return [row.title for row in report.scenarios if row.outcome is not Outcome.PASSED]
