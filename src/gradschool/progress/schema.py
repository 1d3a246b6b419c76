"""What the progress file looks like, and the way there from every earlier format: forward only, one function a step.

History (`attempts`, `events`) is append-only, and the database itself refuses anything else. Every row of it has a
`uid` that is unique in the world, so that merging two machines' files knows a row again, and a `moment`: microseconds
since 1970, but always later than any moment before it, so that a clock that was set back cannot put an attempt before
the reset that preceded it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

APPLICATION_ID = 0x47726164  # "Grad", in the file's header: tells our files from other programs'
TABLES = ("attempts", "events", "drafts", "example_drafts", "place", "settings", "clock")

Migration = Callable[["Connection"], None]


_FIRST_TABLES = (
    "CREATE TABLE clock (only INTEGER PRIMARY KEY CHECK (only = 1), moment INTEGER NOT NULL) STRICT",
    """CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
        moment INTEGER NOT NULL,
        exercise TEXT NOT NULL,
        code TEXT NOT NULL,
        outcome TEXT NOT NULL,
        mistake TEXT NOT NULL,
        passed INTEGER NOT NULL,
        total INTEGER NOT NULL,
        at REAL NOT NULL
    ) STRICT""",
    # Holds all that a table of contents asks for, so that listing never reads the code of old attempts.
    "CREATE INDEX attempts_of_exercise ON attempts (exercise, moment, outcome)",
    """CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
        moment INTEGER NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        number INTEGER NOT NULL DEFAULT 0,
        ok INTEGER NOT NULL DEFAULT 1,
        text TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX events_of_subject ON events (kind, subject, moment, number)",
    "CREATE TABLE drafts (exercise TEXT PRIMARY KEY, text TEXT NOT NULL, moment INTEGER NOT NULL) STRICT",
    """CREATE TABLE example_drafts (
        lesson TEXT NOT NULL,
        example INTEGER NOT NULL,
        text TEXT NOT NULL,
        original TEXT NOT NULL,
        moment INTEGER NOT NULL,
        PRIMARY KEY (lesson, example)
    ) STRICT""",
    """CREATE TABLE place (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        block INTEGER NOT NULL,
        moment INTEGER NOT NULL
    ) STRICT""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL, moment INTEGER NOT NULL) STRICT",
)


def lay_first_tables(sql: Connection) -> None:
    """Format 1: attempts and events, drafts, the place, settings."""
    for statement in _FIRST_TABLES:
        sql.execute(statement)
    for table in ("attempts", "events"):
        for deed in ("UPDATE", "DELETE"):
            sql.execute(
                f"CREATE TRIGGER no_{deed.lower()}_of_{table} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


MIGRATIONS: tuple[Migration, ...] = (lay_first_tables,)


def tick(sql: Connection, now: int) -> int:
    """The moment of a transaction that begins at `now` (microseconds since 1970): later than any before it."""
    row = sql.execute(
        "INSERT INTO clock VALUES (1, ?) ON CONFLICT DO UPDATE SET moment = max(moment + 1, excluded.moment) "
        "RETURNING moment",
        (now,),
    ).fetchone()
    return int(row[0])
