"""Finding a lesson, an exercise or a word of the glossary by a few letters."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gradschool.model import Course

MOST = 20


class Hit(Struct, frozen=True):
    """Something that fits. `where` says in a few words where it belongs."""

    kind: Literal["lesson", "exercise", "glossary"]
    id: str
    number: str
    title: str
    where: str


def search(course: Course, typed: str, words: dict[str, str] | None = None) -> list[Hit]:
    """What holds every word that was typed; names that begin with it come first.

    Args:
        course: where to look.
        typed: what the learner typed, in any case.
        words: the glossary: each word's id and its text.
    """
    wanted = typed.casefold().replace("_", " ").split()
    if not wanted:
        return []
    hits = [hit for hit, about in _everything(course, words or {}) if all(word in about for word in wanted)]
    start = " ".join(wanted)
    hits.sort(
        key=lambda hit: (
            hit.number != start,
            hit.kind == "glossary",
            not hit.title.casefold().startswith(start),
            _far(hit, start),
        )
    )
    return hits[:MOST]


def _far(hit: Hit, start: str) -> bool:
    return start not in hit.title.casefold()


def _everything(course: Course, words: dict[str, str]) -> list[tuple[Hit, str]]:
    found: list[tuple[Hit, str]] = []
    for lesson in course.lessons.values():
        where = course.modules[lesson.module].title
        found.append((Hit("lesson", lesson.id, lesson.number, lesson.title, where), ""))
    for exercise in course.exercises.values():
        where = f"{exercise.kind}, {exercise.difficulty}, in {course.lessons[exercise.lesson].title}"
        found.append((Hit("exercise", exercise.id, exercise.number, exercise.title, where), " ".join(exercise.teaches)))
    for name, text in words.items():
        found.append((Hit("glossary", name, "", name.replace("-", " "), text), ""))
    return [(hit, _about(hit, more)) for hit, more in found]


def _about(hit: Hit, more: str) -> str:
    return f"{hit.number} {hit.title} {hit.id.replace('_', ' ')} {hit.where} {more}".casefold()
