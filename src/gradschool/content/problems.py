"""Everything that is wrong with a course on disk, all at once, for its authors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gradschool.content.course import FILES, read_course, unlisted
from gradschool.content.diagnose import did_you_mean
from gradschool.content.exercise import exercise_place, parse_exercise
from gradschool.content.exploring import faulty_explorers
from gradschool.content.glossary import glossary_problems
from gradschool.content.linking import broken_among, broken_links, links_in, unembedded
from gradschool.content.page import parse_lesson
from gradschool.content.placement import placement_problems
from gradschool.errors import ContentError
from gradschool.model import Course, Exercise, Kind

_BESIDE = {
    Kind.IMPLEMENT: ("mistakes", "accepted"),
    Kind.FIX: ("mistakes", "accepted"),
    Kind.PREDICT: ("mistakes", "accepted"),
    Kind.CHOOSE: ("hints.md",),
    Kind.TEST: ("mistakes", "accepted"),
    Kind.FASTER: ("mistakes", "accepted"),
    Kind.SMALLER: ("mistakes", "accepted"),
    Kind.LAB: ("mistakes", "accepted"),
}


def course_problems(folder: Path | str | None = None) -> list[ContentError]:
    """Every problem of the course in `folder`: its tables, pages, links and exercises' texts. Runs nothing."""
    course, problems = read_course(folder)
    problems += unlisted(course) if course.modules else []  # a table that cannot be read forgot nothing
    for lesson in course.lessons.values():
        if not Path(lesson.folder, "lesson.md").is_file():
            continue  # said already
        page, found = parse_lesson(course, lesson.id)
        problems += found
        problems += broken_links(course, page)
        problems += unembedded(course, page)
        problems += faulty_explorers(course, page)
    problems += glossary_problems(course)
    for exercise in course.exercises.values():
        _, found = parse_exercise(exercise)
        problems += found
        problems += _strangers(exercise)
        problems += _links(course, exercise)
        problems += placement_problems(course, exercise) if exercise.role == "placement" else []
    return list({str(problem): problem for problem in problems}.values())  # some are found on two ways


def _strangers(exercise: Exercise) -> Iterable[ContentError]:
    """Files of an exercise that nothing reads: a misnamed folder would silently take its mistakes out of the course."""
    known = ["exercise.toml", *FILES[exercise.kind], *_BESIDE[exercise.kind]]
    for name in sorted(path.name for path in Path(exercise.folder).iterdir()):
        if name not in known and name[0] not in "._":
            repair = did_you_mean(name, known, f"A {exercise.kind} exercise has {', '.join(known)}.")
            yield ContentError(f"{exercise_place(exercise)}/{name}", "nothing reads this file", repair)


def _links(course: Course, exercise: Exercise) -> list[ContentError]:
    problems: list[ContentError] = []
    for name in ("task.md", "hints.md", "questions.md"):
        path = Path(exercise.folder, name)
        if path.is_file():
            found = links_in(path.read_text(encoding="utf-8", errors="replace"))
            problems += broken_among(course, found, exercise.folder, f"{exercise_place(exercise)}/{name}")
    return problems
