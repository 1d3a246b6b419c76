"""The table of contents as it was read last time, for as long as none of its files has changed.

Reading a hundred small files is most of what a listing takes. Asking for their stamps is a tenth of that.
"""

# As in course.py: pathlib would cost every command more than it gives.
# ruff: noqa: PTH112, PTH116, PTH118, PTH123
from __future__ import annotations

import contextlib
import os
import time

import msgspec
from msgspec import Struct

from gradschool import __version__, model
from gradschool.content.folder import default_folder
from gradschool.errors import StorageError
from gradschool.model import Course

# A file that is saved twice within one tick of the file system's clock may have the same stamp both times.
TICK_NS = 2_000_000_000

Stamp = tuple[int, int, int]


class Index(Struct, frozen=True, array_like=True):
    """A course and the stamps of all that it was read from: files by their content, exercises' folders by their names.

    `version`: of the gradschool that wrote it.
    """

    version: str
    stamps: dict[str, Stamp]
    course: Course


def indexed_course(kept: str) -> Course:
    """What `load_course()` gives, by way of the index at the path `kept` if that still holds.

    An index that is damaged, of another version or out of date is written anew; where it cannot be written, the course
    is read from its files each time.

    Raises:
        NotFound, ContentError: as `load_course`.
    """
    folder = default_folder()
    course = _still_true(kept, folder)
    if course is not None:
        return course
    from gradschool.content.course import load_course

    before = time.time_ns()
    course = load_course(folder)
    _keep(kept, course, before)
    return course


def _still_true(kept: str, folder: str) -> Course | None:
    try:
        with open(kept, "rb") as file:
            index = msgspec.msgpack.decode(file.read(), type=Index)
        if index.version != __version__ or index.course.folder != folder:
            return None
        return index.course if all(_stamp(path) == stamp for path, stamp in index.stamps.items()) else None
    except (OSError, msgspec.MsgspecError):
        return None


def _stamp(path: str) -> Stamp:
    told = os.stat(path)
    return told.st_mtime_ns, told.st_ctime_ns, told.st_size


def _keep(kept: str, course: Course, before: int) -> None:
    folder, _ = os.path.split(kept)
    if not os.path.isdir(folder):
        return  # nobody has begun the course yet
    from pathlib import Path

    from gradschool.files import write_whole

    with contextlib.suppress(OSError, StorageError):
        stamps = {path: _stamp(path) for path in _read_from(course)}
        if all(max(stamp[:2]) < before - TICK_NS for stamp in stamps.values()):
            write_whole(Path(kept), msgspec.msgpack.encode(Index(__version__, stamps, course)))


def _read_from(course: Course) -> list[str]:
    """Every path that `read_course` looked at, and what decides how it is understood."""
    from gradschool.content import course as reader

    paths = [model.__file__, reader.__file__, os.path.join(course.folder, "course.toml")]
    paths += [os.path.join(lesson.folder, "lesson.md") for lesson in course.lessons.values()]
    for exercise in course.exercises.values():
        paths += [exercise.folder, os.path.join(exercise.folder, "exercise.toml")]
    return paths
