"""The shapes of `course.toml` and `exercise.toml`, and reading one of them with every problem named."""

# As in course.py: pathlib would cost every command more than it gives.
# ruff: noqa: PTH123
from __future__ import annotations

import tomllib
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from gradschool.errors import ContentError
from gradschool.model import Kind, Limits

Shape = TypeVar("Shape", bound=Struct)
# No Meta(pattern=…): converting to it by itself frees the pattern once too often in msgspec 0.22, and crashes later.
Line = Annotated[str, Meta(min_length=1)]


class ExerciseEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Where an exercise stands in the reading order."""

    number: Line
    id: Line


class LessonEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a lesson stands in the reading order."""

    id: Line
    number: Line
    opening: str = ""
    exercises: tuple[ExerciseEntry, ...] = ()


class ModuleEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One module of `course.toml`."""

    id: Line
    number: Line
    title: Line
    summary: Line
    placement: str = ""
    lessons: tuple[LessonEntry, ...] = ()


class CourseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`course.toml`."""

    format: Literal[1]
    modules: tuple[ModuleEntry, ...]


class ExerciseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`exercise.toml`: the machine's facts about one exercise."""

    title: Line
    kind: Kind
    teaches: tuple[Line, ...]
    needs: tuple[Line, ...]
    difficulty: Literal["easy", "medium", "hard", "expert"]
    minutes: Annotated[int, Meta(ge=1, le=600)]
    entry: Line | tuple[Line, ...] = ()
    forbid: tuple[Line, ...] = ()
    limits: Limits = Limits()
    subject: str = ""


def read_text(path: str, where: str, problems: list[ContentError]) -> str | None:
    """The text of a file, or None and a problem."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except FileNotFoundError:
        problems.append(ContentError(where, "the file is missing", "Write it, or take its folder out of course.toml."))
    except UnicodeDecodeError as error:
        problems.append(ContentError(where, f"byte {error.start} is not UTF-8", "Save the file as UTF-8 text."))
    except OSError as error:
        problems.append(ContentError(where, f"cannot be read ({error.strerror})", "Make it a readable file."))
    return None


def read_toml(path: str, where: str, shape: type[Shape], problems: list[ContentError]) -> Shape | None:
    """A TOML file as `shape`, or None and everything that is wrong with it.

    The quick way is msgspec's; only a file that it refuses is gone through key by key for messages with lines.
    """
    text = read_text(path, where, problems)
    if text is None:
        return None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(_syntax(where, text, str(error)))
        return None
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        from gradschool.content.diagnose import toml_problems

        found = toml_problems(where, text, table, shape)
        problems += found or [ContentError(where, str(error))]
        return None


def _syntax(where: str, text: str, message: str) -> ContentError:
    said, _, place = message.partition(" (at ")
    line = place.removeprefix("line ").partition(",")[0]
    if not line.isdigit():
        line = str(max(1, len(text.splitlines())))
    return ContentError(f"{where}:{line}", f"not valid TOML: {said}", "Mend the line or the one above it.")


def as_words(value: Any) -> tuple[str, ...]:
    """A string or several, as several."""
    return (value,) if isinstance(value, str) else tuple(value)
