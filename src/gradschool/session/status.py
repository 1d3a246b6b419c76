"""Where the learner stands, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gradschool.model import Course, ExerciseProgress, LessonProgress, Place


class Status(Struct, frozen=True):
    """What is known of every lesson and exercise. `next`: what to do now; None when all is done.

    `passed` of `total`: exercises, without the questions that open a lesson or place a learner.
    """

    exercises: dict[str, ExerciseProgress]
    lessons: dict[str, LessonProgress]
    place: Place | None
    next: Place | None
    passed: int
    total: int


def places(course: Course) -> Iterator[Place]:
    """Every lesson and, after each, its exercises, in reading order."""
    for lesson in course.lessons.values():
        yield Place("lesson", lesson.id)
        for exercise in lesson.exercises:
            yield Place("exercise", exercise)


def on_the_way(course: Course, place: Place | None) -> Place | None:
    """The place itself; for a question that stands inside a lesson's page, and for a placement check, its lesson."""
    if place is not None and place.kind == "exercise" and place.id in course.exercises:
        exercise = course.exercises[place.id]
        return place if exercise.role == "practice" else Place("lesson", exercise.lesson)
    return place


def place_after(course: Course, place: Place | None) -> Place | None:
    """What comes after `place` in reading order; the beginning for None; None at the end."""
    every, place = list(places(course)), on_the_way(course, place)
    if place is None:
        return every[0] if every else None
    names = [(one.kind, one.id) for one in every]
    if (place.kind, place.id) not in names:
        return every[0] if every else None
    position = names.index((place.kind, place.id)) + 1
    return every[position] if position < len(every) else None


def next_open(
    course: Course,
    exercises: dict[str, ExerciseProgress],
    lessons: dict[str, LessonProgress],
    place: Place | None,
) -> Place | None:
    """Where "continue" leads: the place itself while it is unfinished, else the first unfinished thing after it."""

    def finished(one: Place) -> bool:
        return exercises[one.id].passed if one.kind == "exercise" else lessons[one.id].read

    every, place = list(places(course)), on_the_way(course, place)
    here = next((i for i, one in enumerate(every) if place and (one.kind, one.id) == (place.kind, place.id)), None)
    if here is not None and place is not None and not finished(place):
        return place
    start = 0 if here is None else here + 1
    return next((one for one in [*every[start:], *every[:start]] if not finished(one)), None)
