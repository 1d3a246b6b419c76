"""Every solution and accepted form, many times with fresh seeds: how often is a right answer refused?

    python benchmarks/flakes.py [--rounds 100] [EXERCISE ...]

The limit is 0.
"""

from __future__ import annotations

import argparse
import sys
import time

from gradschool import worker as workers
from gradschool.content import find, load_course, read_exercise
from gradschool.judge import Judge
from gradschool.model import Exercise, Outcome, Submission


def main() -> int:
    """Print a row for each exercise; exit status 1 if anything right was refused."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("exercises", nargs="*")
    options.add_argument("--rounds", type=int, default=100)
    chosen = options.parse_args()
    course = load_course()
    exercises = [find(course, word) for word in chosen.exercises] or list(course.exercises.values())
    refused = total = 0
    begun = time.perf_counter()
    with workers.own() as worker, Judge(lambda: worker, course.exercises.__getitem__) as judge:
        for exercise in exercises:
            if isinstance(exercise, Exercise):
                wrong, count = hand_in(judge, exercise, chosen.rounds)
                refused, total = refused + wrong, total + count
    print(f"{refused} of {total:,} right answers refused, in {time.perf_counter() - begun:.0f} s (limit: 0)")
    return 1 if refused else 0


def hand_in(judge: Judge, exercise: Exercise, rounds: int) -> tuple[int, int]:
    """Hand in all that is right, `rounds` times: how many were refused, and how many there were."""
    texts = read_exercise(exercise)
    right = {"solution": judge.solution(exercise), **texts.accepted}
    refused = 0
    for name, code in right.items():
        for _ in range(rounds):
            report = judge.judge(exercise, Submission(exercise.id, code))
            if report.outcome is not Outcome.PASSED:
                refused += 1
                failing = next((row for row in report.scenarios if row.outcome is not Outcome.PASSED), None)
                print(f"  {exercise.id}/{name}: {report.outcome}: {failing or report.message}")
    judge.forget(exercise)
    print(f"{exercise.id:26} {len(right):2} programs × {rounds}: {refused} refused", flush=True)
    return refused, len(right) * rounds


if __name__ == "__main__":
    sys.exit(main())
