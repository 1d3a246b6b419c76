"""Runs the whole course, or a part of it, and says everything that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from gradschool.content import course_problems
from gradschool.errors import ContentError
from gradschool.judge import Judge
from gradschool.kernel import Process
from gradschool.model import Course, Exercise, Lesson, Module
from gradschool.pictures import Pictures
from gradschool.verify.exercises import check_exercise
from gradschool.verify.lessons import check_explorers, check_lesson
from gradschool.worker import AnyWorker

LESSON_SECONDS = 120.0

Progress = Callable[[str, bool], None]


class Counts(Struct):
    """What was looked at. `questions`: those that open a lesson, and the placement checks."""

    lessons: int = 0
    examples: int = 0
    outputs: int = 0
    explorers: int = 0
    exercises: int = 0
    questions: int = 0
    mistakes: int = 0
    accepted: int = 0


class Verdict(Struct, frozen=True):
    """Counts, and every problem in reading order."""

    counts: Counts
    problems: tuple[ContentError, ...]


def verify(
    course: Course,
    worker: AnyWorker,
    things: Iterable[Module | Lesson | Exercise] = (),
    told: Progress = lambda _name, _held: None,
) -> Verdict:
    """Prove `things` (all of the course if none are named): lessons beside exercises, one processor each.

    Args:
        course: the table of contents.
        worker: the warm process.
        things: modules (with all below them), lessons (with their exercises) or single exercises.
        told: called after each lesson and exercise with its id and whether it holds.
    """
    chosen = list(things)
    lessons, exercises = _chosen(course, chosen)
    problems = list(course_problems(course.folder)) if not chosen else []
    counts = Counts()

    def start(folder: str) -> Process:
        return worker.fork("live", {"folder": folder}, seconds=LESSON_SECONDS)

    def run_lessons() -> list[ContentError]:
        found: list[ContentError] = []
        with Pictures(lambda: worker) as pictures:
            for lesson in lessons:
                examples, outputs, faults = check_lesson(course, lesson, start)
                explorers, undrawn = check_explorers(course, lesson, pictures)
                counts.lessons, counts.examples = counts.lessons + 1, counts.examples + examples
                counts.outputs, counts.explorers = counts.outputs + outputs, counts.explorers + explorers
                told(lesson.id, not faults and not undrawn)
                found += [*faults, *undrawn]
        return found

    def run_exercises() -> list[ContentError]:
        found: list[ContentError] = []
        with Judge(lambda: worker, course.exercises.__getitem__) as judge:
            for exercise in exercises:
                mistakes, accepted, faults = check_exercise(exercise, judge, start)
                judge.forget(exercise)
                counts.exercises += exercise.role == "practice"
                counts.questions += exercise.role != "practice"
                counts.mistakes, counts.accepted = counts.mistakes + mistakes, counts.accepted + accepted
                told(exercise.id, not faults)
                found += faults
        return found

    with ThreadPoolExecutor(2) as pool:
        for part in [pool.submit(run_lessons), pool.submit(run_exercises)]:
            problems += part.result()
    unique = {str(problem): problem for problem in problems}
    return Verdict(counts, tuple(unique.values()))


def _chosen(course: Course, things: list[Module | Lesson | Exercise]) -> tuple[list[Lesson], list[Exercise]]:
    if not things:
        return list(course.lessons.values()), list(course.exercises.values())
    lessons: dict[str, Lesson] = {}
    exercises: dict[str, Exercise] = {}
    for thing in things:
        if isinstance(thing, Exercise):
            exercises[thing.id] = thing
            continue
        if isinstance(thing, Module) and thing.placement:
            exercises[thing.placement] = course.exercises[thing.placement]
        for name in thing.lessons if isinstance(thing, Module) else (thing.id,):
            lessons[name] = course.lessons[name]
            exercises |= {each: course.exercises[each] for each in course.lessons[name].asks}
    return list(lessons.values()), list(exercises.values())
