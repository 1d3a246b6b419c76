"""The table of contents: `course.toml`, each `exercise.toml` and each lesson's first line, nothing else.

Every command starts with this, so it touches each file once and imports nothing that a listing does not need.
"""

# Every command pays for this module, and pathlib alone would be a tenth of its time.
# ruff: noqa: PTH100, PTH112, PTH113, PTH118, PTH123, PTH208
from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from gradschool.content.files import CourseFile, ExerciseEntry, ExerciseFile, as_words, read_toml
from gradschool.content.folder import default_folder
from gradschool.errors import ContentError, NotFound
from gradschool.model import Course, Exercise, Kind, Lesson, Module

if TYPE_CHECKING:
    from pathlib import Path

    from gradschool.content.files import LessonEntry, ModuleEntry
    from gradschool.model import Role

_ID = re.compile(r"[a-z][a-z0-9_]*").fullmatch
_NUMBER = re.compile(r"[0-9]+(\.[0-9A-Z]+)?").fullmatch
CODE_FILES = ("task.md", "hints.md", "starter.py", "solution.py", "scenarios.py")
FILES = {
    Kind.IMPLEMENT: CODE_FILES,
    Kind.FIX: CODE_FILES,
    Kind.PREDICT: ("task.md", "hints.md", "items.py"),
    Kind.CHOOSE: ("task.md", "questions.md"),
    Kind.TEST: ("task.md", "hints.md", "starter.py", "solution.py"),
    Kind.FASTER: CODE_FILES,
    Kind.SMALLER: CODE_FILES,
    Kind.LAB: CODE_FILES,
}


def load_course(folder: Path | str | None = None) -> Course:
    """The table of contents of the course in `folder` (default: `default_folder()`).

    Raises:
        NotFound: there is no course in that folder.
        ContentError: the first thing that is wrong with it.
    """
    course, problems = read_course(folder)
    if problems:
        raise problems[0]
    return course


def read_course(folder: Path | str | None = None) -> tuple[Course, list[ContentError]]:
    """As much of the table of contents as can be read, and everything that is wrong with it."""
    root = default_folder() if folder is None else os.path.abspath(os.fspath(folder))
    path = os.path.join(root, "course.toml")
    if not os.path.isfile(path):
        raise NotFound(root, "there is no course.toml here", "GRADSCHOOL_COURSE may name another folder.")
    course = Course(root, {}, {}, {})
    problems: list[ContentError] = []
    contents = read_toml(path, "course.toml", CourseFile, problems)
    if contents is None:
        return course, problems
    for entry in contents.modules:
        lessons = tuple(lesson.id for lesson in entry.lessons)
        course.modules[entry.id] = Module(entry.id, entry.number, entry.title, entry.summary, lessons, entry.placement)
        for lesson in entry.lessons:
            _read_lesson(course, entry.id, lesson, problems)
        _read_placement(course, entry, problems)
    problems += _twice_or_misnamed(root, contents)
    problems += _needs(course)
    return course, problems


def _read_lesson(course: Course, module: str, entry: LessonEntry, problems: list[ContentError]) -> None:
    folder = os.path.join(course.folder, module, entry.id)
    title = _title(os.path.join(folder, "lesson.md"), f"{module}/{entry.id}", problems)
    exercises = tuple(exercise.id for exercise in entry.exercises)
    course.lessons[entry.id] = Lesson(entry.id, entry.number, module, folder, title, exercises, entry.opening)
    everything: list[tuple[ExerciseEntry, Role]] = [(exercise, "practice") for exercise in entry.exercises]
    if entry.opening:
        everything.insert(0, (ExerciseEntry(f"{entry.number}Q", entry.opening), "opening"))
    for exercise, role in everything:
        read = _read_exercise(folder, f"{module}/{entry.id}/{exercise.id}", entry.id, exercise, problems, role)
        if read is not None:
            course.exercises[exercise.id] = read


def _read_placement(course: Course, entry: ModuleEntry, problems: list[ContentError]) -> None:
    """The exercise that tells where in a module to start; it counts to the module's first lesson."""
    if entry.placement and entry.lessons:
        placed = ExerciseEntry(f"{entry.number}.P", entry.placement)
        where, first = f"{entry.id}/{entry.placement}", entry.lessons[0].id
        read = _read_exercise(os.path.join(course.folder, entry.id), where, first, placed, problems, "placement")
        if read is not None:
            course.exercises[entry.placement] = read


def _title(path: str, where: str, problems: list[ContentError]) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            first = file.readline()
    except FileNotFoundError:
        problems.append(ContentError(where, "the lesson has no lesson.md", "Write it, or take it out of course.toml."))
        return ""
    except (OSError, UnicodeDecodeError) as error:
        problems.append(ContentError(f"{where}/lesson.md", f"cannot be read ({error})", "Save it as UTF-8 text."))
        return ""
    if not first.startswith("# ") or not first[2:].strip():
        problems.append(ContentError(f"{where}/lesson.md:1", "a lesson starts with its title", "Begin with `# Title`."))
    return first[1:].strip()


def _read_exercise(
    lesson_folder: str, where: str, lesson: str, entry: ExerciseEntry, problems: list[ContentError], role: Role
) -> Exercise | None:
    folder = os.path.join(lesson_folder, entry.id)
    if not os.path.isdir(folder):
        problems.append(ContentError(where, "the exercise has no folder", "Write it, or take it out of course.toml."))
        return None
    facts = read_toml(os.path.join(folder, "exercise.toml"), f"{where}/exercise.toml", ExerciseFile, problems)
    if facts is None:
        return None
    there = set(os.listdir(folder))
    problems += [
        ContentError(f"{where}/{name}", "the file is missing", f"Every {facts.kind} exercise has one.")
        for name in FILES[facts.kind]
        if name not in there and not (name == "hints.md" and role != "practice")
    ]
    names = as_words(facts.entry)
    codes = not facts.kind.asks
    if codes and not names:
        problems.append(
            ContentError(f"{where}/exercise.toml", "the key 'entry' is missing", "Name what the answer has to define.")
        )
    if names and not codes:
        problems.append(
            ContentError(f"{where}/exercise.toml", f"a {facts.kind} exercise has no 'entry'", "Take the key out.")
        )
    return Exercise(
        id=entry.id, number=entry.number, lesson=lesson, folder=folder, title=facts.title, kind=facts.kind, entry=names,
        teaches=facts.teaches, needs=facts.needs, difficulty=facts.difficulty, minutes=facts.minutes,
        forbid=facts.forbid, limits=facts.limits, subject=facts.subject, role=role,
    )  # fmt: skip


def _twice_or_misnamed(root: str, contents: CourseFile) -> list[ContentError]:
    """Ids are folders' names, numbers are typed: both unique over the whole course."""
    lessons = [lesson for module in contents.modules for lesson in module.lessons]
    exercises = [exercise for lesson in lessons for exercise in lesson.exercises]
    ids = [each.id for group in (contents.modules, lessons, exercises) for each in group]
    ids += [name for name in (*(each.opening for each in lessons), *(m.placement for m in contents.modules)) if name]
    numbers = [each.number for group in (contents.modules, lessons, exercises) for each in group]
    well_named = all(map(_ID, ids)) and all(map(_NUMBER, numbers))
    if well_named and len(set(ids)) == len(ids) and len(set(numbers)) == len(numbers):
        return []
    from gradschool.content.diagnose import name_problems

    with open(os.path.join(root, "course.toml"), encoding="utf-8") as file:
        return name_problems(file.read().splitlines(), ids, numbers)


def unlisted(course: Course) -> list[ContentError]:
    """Folders that the reading order forgot. Nobody would ever see them, and no learner is kept from the rest."""
    problems = []
    known = {"": set(course.modules)}
    for module in course.modules.values():
        known[module.id] = {*module.lessons, module.placement}
    for lesson in course.lessons.values():
        known[f"{lesson.module}/{lesson.id}"] = set(lesson.asks)
    for place, listed in known.items():
        for name in _folders(os.path.join(course.folder, place)):
            if name not in listed:
                where = f"{place}/{name}" if place else name
                problems.append(
                    ContentError(where, "this folder is not in course.toml", "List it there, or move it away.")
                )
    return problems


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in entries if entry.name[0] not in "._" and entry.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _needs(course: Course) -> list[ContentError]:
    problems = []
    for exercise in course.exercises.values():
        for lesson in exercise.needs:
            if lesson not in course.lessons:
                from gradschool.content.diagnose import did_you_mean

                where = os.path.relpath(exercise.folder, course.folder).replace(os.sep, "/")
                repair = did_you_mean(lesson, list(course.lessons), "Name lessons that course.toml lists.")
                problems.append(
                    ContentError(f"{where}/exercise.toml", f"it needs {lesson!r}, which is no lesson", repair)
                )
    return problems
