"""What the pages say of the course is what the course is."""

from __future__ import annotations

import re
from pathlib import Path

from gradschool.content import load_course, read_page
from gradschool.content.exercise import parse_exercise
from tools import curriculum

ROOT = Path(__file__).resolve().parent.parent


def test_the_table_of_topics_is_current() -> None:
    assert curriculum.PAGE.read_text(encoding="utf-8") == curriculum.page(load_course()), "run tools/curriculum.py"


def test_the_readme_counts_what_there_is() -> None:
    course = load_course()
    exercises = [exercise for exercise in course.exercises.values() if exercise.role == "practice"]
    examples = sum(len(read_page(course, lesson).examples) for lesson in course.lessons)
    mistakes = sum(len(parse_exercise(exercise)[0].mistakes) for exercise in exercises)
    said = re.search(
        r"has (\d+) lessons with (\d+) examples, and (\d+) exercises with ([\d,]+) wrong answers",
        (ROOT / "README.md").read_text(encoding="utf-8"),
    )
    assert said is not None
    assert tuple(int(number.replace(",", "")) for number in said.groups()) == (
        len(course.lessons),
        examples,
        len(exercises),
        mistakes,
    )
