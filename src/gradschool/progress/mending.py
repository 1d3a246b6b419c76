"""Copies, backups, and a damaged file moved aside: nothing here deletes what a learner has."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gradschool.progress.faults import Damaged
from gradschool.progress.schema import TABLES

_PARTS = ("", "-wal", "-shm")  # a SQLite database in WAL mode is up to three files
_HEADER, _PAGE = 100, 4096  # bytes


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold other gradschool programs off mending in this folder. A killed program holds nothing."""
    lock = sqlite3.connect(folder / "mending.lock", timeout=30, isolation_level=None)
    try:
        # A lock by way of SQLite works alike on every system, and the kernel lets go of it with the process.
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def refuse_stub(path: Path) -> None:
    """Raise Damaged for a file too short to be a database: SQLite would take it for an empty one and write over it."""
    with contextlib.suppress(FileNotFoundError):
        if 0 < path.stat().st_size < _HEADER:
            raise Damaged("it is shorter than a header")


def copy_database(path: Path, to: Path) -> None:
    """Copy a database file and its log."""
    import shutil  # here, as it is needed once in a lifetime and every command would pay for it

    shutil.copyfile(path, to)
    log = path.with_name(path.name + "-wal")
    with contextlib.suppress(FileNotFoundError):
        shutil.copyfile(log, to.with_name(to.name + "-wal"))


def back_up(path: Path, version: int) -> Path:
    """A copy of the healthy database beside it, named for its format and the date."""
    to = _unused(path, f"format-{version}")
    with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def move_aside(path: Path) -> Path:
    """Rename the damaged database, with its log, to a dated name beside it."""
    to = _unused(path, "damaged")
    for part in _PARTS:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + part).replace(to.with_name(to.name + part))
    return to


def salvage(damaged: Path, into: sqlite3.Connection) -> int:
    """Carry over every row of history, drafts and settings that can still be read; how many there were.

    Tables are read from both ends, so that one bad page in the middle costs little else. A copy is read: the damaged
    file itself stays as it is.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="gradschool-") as scratch:
        copy = Path(scratch) / "damaged.sqlite"
        copy_database(damaged, copy)
        first_page = into.serialize()[:_PAGE]
        saved = _carry_over_all(copy, into)
        if not saved and first_page and copy.stat().st_size > _PAGE:
            _lend_first_page(copy, first_page)
            saved = _carry_over_all(copy, into)
    return saved


def _lend_first_page(copy: Path, page: bytes) -> None:
    """Put a fresh file's first page (header and table of contents) over a bad one, or one that states another length.

    A format lays its tables in one order and nothing ever moves them, so that they stand where the fresh file says.
    """
    count = (copy.stat().st_size // _PAGE).to_bytes(4, "big")
    with copy.open("r+b") as file:
        file.write(page[:28] + count + page[32:])


def _carry_over_all(copy: Path, into: sqlite3.Connection) -> int:
    saved = 0
    with contextlib.closing(sqlite3.connect(copy)) as old:
        old.text_factory = lambda raw: raw.decode("utf-8", "replace")
        into.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            before = into.total_changes
            for direction in ("ASC", "DESC"):
                _carry_over(old, into, table, direction)
            if table != "clock":  # no record of anything
                saved += into.total_changes - before
        into.execute("COMMIT")
    return saved


def _carry_over(old: sqlite3.Connection, into: sqlite3.Connection, table: str, direction: str) -> None:
    # Without the row's number: another program may be numbering rows of the fresh file already, and a uid names each.
    columns = [row[1] for row in into.execute(f"PRAGMA table_info({table})") if not (row[1] == "id" and row[5])]
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    for row in _readable(old, f"SELECT {names} FROM {table} ORDER BY rowid {direction}"):
        with contextlib.suppress(sqlite3.IntegrityError):  # a value that damage has made one of another type
            into.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", row)


def _readable(old: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
        yield from old.execute(query)


def _unused(path: Path, why: str) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    names = (path.with_name(f"{path.stem}.{why}-{stamp}{extra}{path.suffix}") for extra in _suffixes())
    return next(name for name in names if not name.exists())


def _suffixes() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1
