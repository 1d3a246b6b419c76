"""Runs the whole course, or a part of it, and says everything that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from gradschool.content import course_problems
from gradschool.errors import ContentError
from gradschool.judge import Judge
from gradschool.kernel import Process
from gradschool.model import Course, Exercise, Kind, Lesson, Module
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

    def add(self, more: Counts) -> None:
        """Count what `more` counted, too."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(more, name))


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
    """Prove `things` (all of the course if none are named), two at a time: one processor each.

    Args:
        course: the table of contents.
        worker: the warm process.
        things: modules (with all below them), lessons (with their exercises) or single exercises.
        told: called after each lesson and exercise with its id and whether it holds.
    """
    chosen = list(things)
    lessons, exercises = _chosen(course, chosen)
    problems = list(course_problems(course.folder)) if lessons or not chosen else []
    if chosen:
        places = tuple(f"{lesson.module}/{lesson.id}/" for lesson in lessons)
        problems = [problem for problem in problems if problem.where.startswith(places)]
    counts = Counts()
    proving = _Proving(course, worker)
    # Labs take longest: begun last, one of them would keep one processor waiting for the other.
    jobs: list[Lesson | Exercise] = [*exercises, *lessons]
    jobs.sort(key=lambda job: not (isinstance(job, Exercise) and job.kind is Kind.LAB))

    def prove(job: Lesson | Exercise) -> tuple[Counts, list[ContentError]]:
        counted, found = proving.lesson(job) if isinstance(job, Lesson) else proving.exercise(job)
        told(job.id, not found)
        return counted, found

    with ThreadPoolExecutor(2) as pool:
        for counted, found in pool.map(prove, jobs):
            counts.add(counted)
            problems += found
    unique = {str(problem): problem for problem in problems}
    return Verdict(counts, tuple(unique.values()))


class _Proving:
    """Proves one thing after the other; two threads may at once."""

    def __init__(self, course: Course, worker: AnyWorker) -> None:
        self._course, self._worker = course, worker

    def _start(self, folder: str) -> Process:
        return self._worker.fork("live", {"folder": folder}, seconds=LESSON_SECONDS)

    def lesson(self, lesson: Lesson) -> tuple[Counts, list[ContentError]]:
        """Its examples and its explorers."""
        examples, outputs, faults = check_lesson(self._course, lesson, self._start)
        with Pictures(lambda: self._worker) as pictures:
            explorers, undrawn = check_explorers(self._course, lesson, pictures)
        counts = Counts(lessons=1, examples=examples, outputs=outputs, explorers=explorers)
        return counts, [*faults, *undrawn]

    def exercise(self, exercise: Exercise) -> tuple[Counts, list[ContentError]]:
        """All that is handed in to it."""
        with Judge(lambda: self._worker, self._course.exercises.__getitem__, one_seed=True) as judge:
            mistakes, accepted, faults = check_exercise(exercise, judge, self._start)
        practice = exercise.role == "practice"
        return Counts(exercises=practice, questions=not practice, mistakes=mistakes, accepted=accepted), faults


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
