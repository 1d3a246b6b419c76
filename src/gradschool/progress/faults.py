"""What SQLite's error codes mean for a learner, and what to do about each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gradschool.errors import StorageError

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CLOSED_TO_US = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_NO_WRITING = _CLOSED_TO_US | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL}


class Damaged(sqlite3.DatabaseError):
    """The file is one of ours and lacks what every one of ours has."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def code_of(error: sqlite3.Error) -> int:
    """The primary result code, 0 where SQLite gave none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file's content is at fault."""
    return code_of(error) in _DAMAGED or "unsupported file format" in str(error)


def forbids_writing(error: sqlite3.Error) -> bool:
    """Whether the place is at fault: closed to us, full, or failing."""
    return code_of(error) in _NO_WRITING


def explain(error: sqlite3.Error, path: Path) -> StorageError:
    """The sentence that a learner gets."""
    code = code_of(error)
    if code == sqlite3.SQLITE_FULL:
        return StorageError(
            path, "the disk is full", "Free some space, then try again: what was saved before is still there."
        )
    if code in _CLOSED_TO_US:
        return StorageError(
            path,
            "progress cannot be written there",
            "Make the file and its folder writable, or set GRADSCHOOL_HOME to a folder that is.",
        )
    if code in _BUSY:
        return StorageError(
            path, "another program has been holding it for a while", "Close that program, or wait, then do it again."
        )
    if is_damage(error):
        return StorageError(path, f"it is damaged ({error})", "Move it elsewhere; the next start makes a new one.")
    if code in _NO_WRITING:
        return StorageError(
            path,
            f"the disk refused ({error})",
            "Look for a full disk, a quota or a failing drive, then try again: what was saved before is still there.",
        )
    return StorageError(path, f"SQLite says: {error}", "Run `gradschool doctor`; nothing was deleted.")
