"""Writes `docs/curriculum.md`: what every topic of the seed became, found in the course as it is.

    python tools/curriculum.py            writes the page
    python tools/curriculum.py --check    fails if the page is not what would be written

`docs/seed_topics.toml` says for each topic which lesson teaches it, a piece of the example's code that shows it, and
the exercises that ask for it. A piece that no example holds, and an exercise that is not there, is an error.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from gradschool.content import load_course, read_page
from gradschool.content.exercise import parse_exercise
from gradschool.content.glossary import read_glossary
from gradschool.errors import ContentError
from gradschool.model import Course, Module

ROOT = Path(__file__).resolve().parent.parent
TOPICS, PAGE = ROOT / "docs" / "seed_topics.toml", ROOT / "docs" / "curriculum.md"
COURSE = "../src/gradschool/course"

_HEAD = """\
# The curriculum

Made by `python tools/curriculum.py` from the course itself.

## Every topic of the seed

Gradschool grew from a tutorial of five scripts.
This is where each of its topics is taught today, the example that shows it, and the exercise that asks for it.
An empty lesson is one that is not written yet.

"""


def page(course: Course) -> str:
    """The whole page."""
    topics = tomllib.loads(TOPICS.read_text(encoding="utf-8"))["topics"]
    rows = ["| topic | lesson | example | exercises |", "|---|---|---|---|"]
    rows += [_row(course, topic) for topic in topics]
    return _HEAD + "\n".join(rows) + "\n\n" + _counts(course) + "\n"


def _row(course: Course, topic: dict[str, str | list[str]]) -> str:
    name, lesson_id = str(topic["topic"]), str(topic.get("lesson", ""))
    if not lesson_id:
        return f"| {name} | | | |"
    lesson = course.lessons[lesson_id]
    link = f"[{lesson.number} {lesson.title}]({COURSE}/{lesson.module}/{lesson.id}/lesson.md)"
    exercises = ", ".join(_exercise(course, str(each)) for each in topic.get("exercises", []))
    return f"| {name} | {link} | {_example(course, lesson_id, str(topic['shows']))} | {exercises} |"


def _example(course: Course, lesson: str, piece: str) -> str:
    for example in read_page(course, lesson).examples:
        if piece in example.code:
            return f"{example.index + 1}, `{piece.strip()}`" if "|" not in piece else str(example.index + 1)
    raise ContentError(TOPICS.name, f"no example of {lesson!r} holds {piece!r}", "Name code that is there.")


def _exercise(course: Course, name: str) -> str:
    if name not in course.exercises:
        raise ContentError(TOPICS.name, f"there is no exercise {name!r}", "Name one that course.toml lists.")
    exercise = course.exercises[name]
    return f"{exercise.number} {exercise.title}"


def _counts(course: Course) -> str:
    lines = [
        "## What there is",
        "",
        "| module | lessons | examples | exercises | mistakes known by name | accepted forms |",
    ]
    lines.append("|---|---:|---:|---:|---:|---:|")
    totals = [0, 0, 0, 0, 0]
    for module in course.modules.values():
        counts = _of_module(course, module)
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        lines.append(f"| {module.number} {module.title} | " + " | ".join(map(str, counts)) + " |")
    lines.append("| all | " + " | ".join(map(str, totals)) + " |")
    questions = sum(exercise.role != "practice" for exercise in course.exercises.values())
    lines += ["", f"Beside these, {questions} quick questions open lessons or tell where to start, "]
    lines[-1] += f"and the glossary has {len(read_glossary(course))} words."
    return "\n".join(lines)


def _of_module(course: Course, module: Module) -> list[int]:
    lessons = [course.lessons[name] for name in module.lessons]
    exercises = [course.exercises[name] for lesson in lessons for name in lesson.exercises]
    texts = [parse_exercise(exercise)[0] for exercise in exercises]
    examples = sum(len(read_page(course, lesson.id).examples) for lesson in lessons)
    mistakes = sum(len(text.mistakes) for text in texts)
    return [len(lessons), examples, len(exercises), mistakes, sum(len(text.accepted) for text in texts)]


def main(words: list[str]) -> int:
    """Write the page, or compare."""
    made = page(load_course(ROOT / "src" / "gradschool" / "course"))
    if "--check" not in words:
        PAGE.write_text(made, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != made:
        print("docs/curriculum.md is not current: run `python tools/curriculum.py`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
