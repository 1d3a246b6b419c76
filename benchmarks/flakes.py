"""Every solution and accepted form, many times with fresh seeds: how often is a right answer refused?

    python benchmarks/flakes.py [--rounds 100] [--solutions | --mistakes] [EXERCISE ...]

With `--mistakes`, every mistake instead: how often does one pass, or get another's name? `gradschool verify` tries each
on one seed only. The limit is 0 for both.

Two exercises are run at a time, the longest first. Between two verdicts a judge takes a fresh seed; for labs and tests,
which keep theirs, everything is forgotten instead. (The three capstones together take hours: `--solutions` leaves the
accepted forms out.)
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
    options.add_argument("--solutions", action="store_true", help="leave the accepted forms out")
    options.add_argument("--mistakes", action="store_true", help="hand in what is wrong instead of what is right")
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
                programs = wrong(exercise) if chosen.mistakes else right(judge, exercise, chosen.solutions)
                return hand_in(judge, exercise, programs, chosen.rounds)

        counts = list(pool.map(hand_in_all, exercises))
    missed, total = (sum(column) for column in zip(*counts, strict=True))
    what = "mistakes passed or misnamed" if chosen.mistakes else "right answers refused"
    print(f"{missed} of {total:,} {what}, in {time.perf_counter() - begun:.0f} s (limit: 0)")
    return 1 if missed else 0


Program = tuple[str, str, str]  # its name, its code, and the mistake that it is: none if it is right


def right(judge: Judge, exercise: Exercise, only_solution: bool) -> list[Program]:
    """The solution and the accepted forms of an exercise."""
    accepted = {} if only_solution else read_exercise(exercise).accepted
    return [(name, code, "") for name, code in {"solution": judge.solution(exercise), **accepted}.items()]


def wrong(exercise: Exercise) -> list[Program]:
    """The mistakes of an exercise."""
    return [(mistake.slug, mistake.code, mistake.slug) for mistake in read_exercise(exercise).mistakes]


def hand_in(judge: Judge, exercise: Exercise, programs: list[Program], rounds: int) -> tuple[int, int]:
    """Hand each program in `rounds` times: how many verdicts were not what they should be, and how many there were."""
    missed = 0
    for name, code, mistake in programs:
        for _ in range(rounds):
            if exercise.kind in (Kind.LAB, Kind.TEST):
                judge.forget(exercise)
            report = judge.judge(exercise, Submission(exercise.id, code))
            named = report.diagnosis.mistake if report.diagnosis else ""
            if (report.outcome is Outcome.PASSED) is bool(mistake) or (mistake and named != mistake):
                missed += 1
                failing = next((row for row in report.scenarios if row.outcome is not Outcome.PASSED), None)
                called = f", named {named or 'nothing'}" if mistake else ""
                print(f"  {exercise.id}/{name}: {report.outcome}{called}: {failing or report.message}", flush=True)
    print(f"{exercise.id:26} {len(programs):2} programs × {rounds}: {missed} missed", flush=True)
    return missed, len(programs) * rounds


if __name__ == "__main__":
    sys.exit(main())
