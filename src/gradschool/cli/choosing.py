"""From an argument to the lesson or exercise that is meant, with the right complaint if it is the other one."""

from __future__ import annotations

from gradschool.content import find
from gradschool.errors import UsageError
from gradschool.model import Course, Exercise, Lesson, Module


def an_exercise(course: Course, word: str) -> Exercise:
    """The exercise called `word`."""
    found = find(course, word)
    if isinstance(found, Exercise):
        return found
    inside = found.exercises if isinstance(found, Lesson) else ()
    repair = f"Its exercises: {', '.join(inside)}." if inside else "`gradschool list` shows the exercises."
    raise UsageError(word, f"this is a {_kind(found)}, not an exercise", repair)


def a_lesson(course: Course, word: str) -> Lesson:
    """The lesson called `word`."""
    found = find(course, word)
    if isinstance(found, Lesson):
        return found
    repair = f"It belongs to lesson {found.lesson}." if isinstance(found, Exercise) else "`gradschool list` shows them."
    raise UsageError(
        word, f"this is {'an exercise' if isinstance(found, Exercise) else 'a module'}, not a lesson", repair
    )


def _kind(thing: Module | Lesson | Exercise) -> str:
    return type(thing).__name__.lower()
