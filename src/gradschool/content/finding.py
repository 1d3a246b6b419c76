"""From what a learner types to the module, lesson or exercise that they mean."""

from __future__ import annotations

from gradschool.errors import NotFound
from gradschool.model import Course, Exercise, Lesson, Module


def find(course: Course, word: str) -> Module | Lesson | Exercise:
    """The module, lesson or exercise with this id or number; upper case, spaces and hyphens don't matter.

    Raises:
        NotFound: there is none, with the nearest one that there is.
    """
    wanted = word.strip().strip("/").casefold().replace("-", "_").replace(" ", "_")
    for things in (course.modules, course.lessons, course.exercises):
        for thing in things.values():
            if wanted in (thing.id, thing.number.casefold()):
                return thing
    raise NotFound("", f"there is no lesson or exercise {word.strip()!r}", _nearest(course, wanted))


def _nearest(course: Course, wanted: str) -> str:
    import difflib

    every: list[Module | Lesson | Exercise] = [*course.modules.values(), *course.lessons.values()]
    every += course.exercises.values()
    things = {thing.id: thing for thing in every}
    names = {**{thing.number: thing.id for thing in things.values()}, **{name: name for name in things}}
    same_letters = difflib.get_close_matches(wanted, list(names), n=1)
    if same_letters:
        return f"Did you mean {_called(same_letters[0], things[names[same_letters[0]]].title)}?"
    words = wanted.replace("_", " ")
    titled = [name for name, thing in things.items() if len(words) > 2 and words in thing.title.casefold()]
    partly = [name for name in things if len(wanted) > 2 and (wanted in name or name in wanted)]
    if titled or partly:
        name = (partly or titled)[0]
        return f"Did you mean {_called(name, things[name].title)}?"
    return "`gradschool list` shows all there are."


def _called(name: str, title: str) -> str:
    return f"{name!r} ({title})"
