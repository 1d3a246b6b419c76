"""When an exercise that was solved is to be solved once more, before it is forgotten.

The intervals are those of FSRS, the scheduler that Anki has: it is told how each review went and says when the chance
of still knowing is down to nine in ten. Nothing of it is stored. The schedule is worked out from the history each time,
so that merging two machines' progress merges their schedules too.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from gradschool.model import Course, Kind
from gradschool.progress import Step

SHORTEST = 20 * 3600.0  # seconds: nothing is due sooner after it was solved
LONGEST = 365  # days


class Review(Struct, frozen=True):
    """An exercise that is to be solved again. Seconds since 1970: when it was last solved, and when it is due.

    `begun`: its review is under way.
    """

    exercise: str
    solved: float
    due: float
    begun: bool = False


class Begun(Struct, frozen=True):
    """What beginning a review did.

    `fresh`: the starter is back; False where the review was under way already, and nothing was done.
    `aside`: what the working copy is called now, if there was one.
    """

    fresh: bool
    aside: Path | None = None


def reviewed(course: Course, exercise: str) -> bool:
    """Whether an exercise comes back: those that are practice do, but for labs, which take an evening."""
    found = course.exercises.get(exercise)
    return found is not None and found.role == "practice" and found.kind is not Kind.LAB


def under_way(exercise: str, steps: Iterable[Step]) -> bool:
    """Whether a review of an exercise was begun and not passed yet."""
    words = [step.what for step in steps if step.exercise == exercise and step.what in ("review_begun", "passed")]
    return bool(words) and words[-1] == "review_begun"


def due(course: Course, steps: Iterable[Step], now: float) -> tuple[Review, ...]:
    """What is due at `now`, what has waited longest first."""
    steps = tuple(step for step in steps if reviewed(course, step.exercise))
    if not any(step.what == "passed" and step.at <= now - SHORTEST for step in steps):
        return ()  # and the scheduler need not be imported
    return tuple(review for review in schedule(course, steps) if review.due <= now)


def schedule(course: Course, steps: Iterable[Step]) -> tuple[Review, ...]:
    """For every exercise that was solved when it is due, the soonest first."""
    histories: dict[str, list[Step]] = {}
    for step in steps:
        if reviewed(course, step.exercise):
            histories.setdefault(step.exercise, []).append(step)
    found = [review for name, history in histories.items() if (review := _next(name, history)) is not None]
    return tuple(sorted(found, key=lambda review: review.due))


def _next(exercise: str, history: list[Step]) -> Review | None:
    """Replay one exercise's history. Solving it the first time starts the schedule; then only what was begun counts."""
    from datetime import UTC, datetime

    from fsrs import Card, Rating, Scheduler

    # Whole days from the start: an exercise takes minutes, and nobody wants it back within the hour.
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)
    card, solved = Card(card_id=0), None
    asked, failures, shown = True, 0, False
    for step in history:
        if step.what == "review_begun":
            asked, failures, shown = True, 0, False
        elif step.what == "revealed":
            shown = True
        elif asked and step.what != "passed":
            failures += 1
        elif asked:
            rating = Rating.Again if shown else Rating.Hard if failures else Rating.Good
            card, _ = scheduler.review_card(card, rating, datetime.fromtimestamp(step.at, UTC))
            asked, solved = False, step.at
    if solved is None:
        return None
    return Review(exercise, solved, max(card.due.timestamp(), solved + SHORTEST), begun=asked)
