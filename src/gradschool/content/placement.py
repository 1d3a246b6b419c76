"""The questions of a placement check, and the lesson that each of them belongs to."""

from __future__ import annotations

from pathlib import PurePosixPath

from gradschool.content.exercise import exercise_place, parse_exercise
from gradschool.content.linking import links_in
from gradschool.errors import ContentError
from gradschool.model import Course, Exercise, Item, Lesson


def lesson_of(course: Course, item: Item) -> Lesson | None:
    """The one lesson that the item's explanation links to; None if it links none or several."""
    linked = {PurePosixPath(link.target.rstrip("/")).name for link in links_in(item.why)}
    lessons = [course.lessons[name] for name in sorted(linked) if name in course.lessons]
    return lessons[0] if len(lessons) == 1 else None


def placement_problems(course: Course, exercise: Exercise) -> list[ContentError]:
    """Questions of a placement check that do not say which lesson of the module they belong to."""
    module = course.modules[course.lessons[exercise.lesson].module]
    problems = []
    for item in parse_exercise(exercise)[0].items:
        lesson = lesson_of(course, item)
        if lesson is None or lesson.id not in module.lessons:
            problems.append(
                ContentError(
                    exercise_place(exercise),
                    f"the question {item.name!r} does not say which lesson it belongs to",
                    "Link that one lesson in its explanation: `[Broadcasting](../broadcasting/)`.",
                )
            )
    return problems
