"""Every solution and accepted form, many times with fresh seeds: how often is a right answer refused?

    python benchmarks/flakes.py [--rounds 100] [--solutions] [EXERCISE ...]

The limit is 0. Two exercises are run at a time, the longest first. Between two verdicts a judge takes a fresh seed; for
labs and tests, which keep theirs, everything is forgotten instead. (The three capstones together take hours:
`--solutions` leaves the accepted forms out.)
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from gradschool import worker as workers
from gradschool.content import find, load_course, read_exercise
from gradschool.judge import Judge
from gradschool.model import Exercise, Kind, Outcome, Submission


def main() -> int:
    """Print a row for each exercise; exit status 1 if anything right was refused."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("exercises", nargs="*")
    options.add_argument("--rounds", type=int, default=100)
    options.add_argument("--solutions", action="store_true")
    chosen = options.parse_args()
    course = load_course()
    found = [find(course, word) for word in chosen.exercises] or list(course.exercises.values())
    exercises = sorted(
        (each for each in found if isinstance(each, Exercise)), key=lambda each: each.kind is not Kind.LAB
    )
    begun = time.perf_counter()
    with workers.own() as worker, ThreadPoolExecutor(2) as pool:

        def hand_in_all(exercise: Exercise) -> tuple[int, int]:
            with Judge(lambda: worker, course.exercises.__getitem__) as judge:
                return hand_in(judge, exercise, chosen.rounds, accepted=not chosen.solutions)

        counts = list(pool.map(hand_in_all, exercises))
    refused, total = (sum(column) for column in zip(*counts, strict=True))
    print(f"{refused} of {total:,} right answers refused, in {time.perf_counter() - begun:.0f} s (limit: 0)")
    return 1 if refused else 0


def hand_in(judge: Judge, exercise: Exercise, rounds: int, *, accepted: bool) -> tuple[int, int]:
    """Hand in all that is right, `rounds` times: how many were refused, and how many there were."""
    right = {"solution": judge.solution(exercise)}
    if accepted:
        right |= read_exercise(exercise).accepted
    refused = 0
    for name, code in right.items():
        for _ in range(rounds):
            if exercise.kind in (Kind.LAB, Kind.TEST):
                judge.forget(exercise)
            report = judge.judge(exercise, Submission(exercise.id, code))
            if report.outcome is not Outcome.PASSED:
                refused += 1
                failing = next((row for row in report.scenarios if row.outcome is not Outcome.PASSED), None)
                print(f"  {exercise.id}/{name}: {report.outcome}: {failing or report.message}")
    print(f"{exercise.id:26} {len(right):2} programs × {rounds}: {refused} refused", flush=True)
    return refused, len(right) * rounds


if __name__ == "__main__":
    sys.exit(main())
