"""All progress as one JSON file, and back: a merge that doubles nothing and loses nothing."""

from __future__ import annotations

import contextlib
import hashlib
import time
from pathlib import Path
from sqlite3 import Connection
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, structs

from gradschool.errors import UsageError
from gradschool.files import write_whole
from gradschool.model import Outcome
from gradschool.progress.database import Database
from gradschool.progress.store import Imported

FORMAT = "gradschool progress"
VERSION = 1
LARGEST = 256 * 1024 * 1024

Uid = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
# Up to the year 2255: a larger one would push our own clock to where SQLite's integers end.
Moment = Annotated[int, Meta(ge=0, le=2**53)]


class AttemptRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `attempts`."""

    uid: Uid
    moment: Moment
    exercise: str
    code: str
    outcome: Outcome
    mistake: str
    passed: Count
    total: Count
    at: float


class EventRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `events`."""

    uid: Uid
    moment: Moment
    kind: Literal[
        "lesson_opened",
        "lesson_read",
        "lesson_reset",
        "example_ran",
        "example_draft_shelved",
        "hint_taken",
        "revealed",
        "review_begun",
        "exercise_reset",
        "draft_shelved",
    ]
    subject: str
    number: Count = 0
    ok: Literal[0, 1] = 1
    text: str = ""


class DraftRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `drafts`."""

    exercise: str
    text: str
    moment: Moment


class ExampleDraftRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `example_drafts`."""

    lesson: str
    example: Count
    text: str
    original: str
    moment: Moment


class PlaceRow(Struct, frozen=True, forbid_unknown_fields=True):
    """The row of `place`."""

    kind: Literal["lesson", "exercise", ""]
    id: str
    block: Count
    moment: Moment


class SettingRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `settings`."""

    name: str
    value: str
    moment: Moment


class _Label(Struct, frozen=True):
    format: Literal["gradschool progress"]
    version: int


class Archive(Struct, frozen=True, forbid_unknown_fields=True):
    """The exported file. `format` stands first, so that its opening bytes tell what it is."""

    format: Literal["gradschool progress"]
    version: int
    exported_at: float
    attempts: tuple[AttemptRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()
    example_drafts: tuple[ExampleDraftRow, ...] = ()
    place: tuple[PlaceRow, ...] = ()
    settings: tuple[SettingRow, ...] = ()


_TABLES: dict[str, type[Struct]] = {
    "attempts": AttemptRow,
    "events": EventRow,
    "drafts": DraftRow,
    "example_drafts": ExampleDraftRow,
    "place": PlaceRow,
    "settings": SettingRow,
}
_OPENING = f'{{\n "format": "{FORMAT}"'.encode()

# --------------------------------------------------------------------------- out


def export_to(database: Database, path: Path, overwrite: bool) -> None:
    """Write everything that `database` holds to `path`. See `Store.export_to`."""
    if not overwrite and path.exists() and not _is_export(path):
        raise UsageError(path, "another file stands there", "Name another, or say that it may be overwritten.")
    tables = database.read(lambda sql: {table: _rows(sql, table, shape) for table, shape in _TABLES.items()})
    archive = {"format": FORMAT, "version": VERSION, "exported_at": round(time.time(), 3), **tables}
    write_whole(path, msgspec.json.format(msgspec.json.encode(archive), indent=1) + b"\n")


def _rows(sql: Connection, table: str, shape: type[Struct]) -> list[dict[str, object]]:
    names = [field.name for field in structs.fields(shape)]
    order = "moment, uid" if "uid" in names else "moment"
    query = f"SELECT {', '.join(names)} FROM {table} ORDER BY {order}"
    return [dict(zip(names, row, strict=True)) for row in sql.execute(query)]


def _is_export(path: Path) -> bool:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(len(_OPENING)) == _OPENING
    return False


# --------------------------------------------------------------------------- in


def import_from(database: Database, path: Path) -> Imported:
    """Merge the export at `path` into `database`. See `Store.import_from`."""
    archive = read_archive(path)

    def merge(sql: Connection, moment: int) -> Imported:
        attempts = _add_history(sql, "attempts", archive.attempts)
        events = _add_history(sql, "events", archive.events)
        _shelve_what_was_reset(sql, moment)
        brought = Imported(
            attempts=attempts,
            events=events,
            drafts=sum(_merge_draft(sql, row) for row in archive.drafts)
            + sum(_merge_example_draft(sql, row) for row in archive.example_drafts),
            settings=sum(_merge_setting(sql, row) for row in archive.settings),
        )
        for place in archive.place:
            sql.execute(
                """INSERT INTO place VALUES (1, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                   SET kind = excluded.kind, id = excluded.id, block = excluded.block, moment = excluded.moment
                   WHERE excluded.moment > place.moment""",
                structs.astuple(place),
            )
        # What comes after the merge has to be later than all that came with it.
        sql.execute("UPDATE clock SET moment = max(moment, ?)", (_latest(archive),))
        return brought

    return database.write(merge)


def read_archive(path: Path) -> Archive:
    """The export at `path`.

    Raises:
        UsageError: what is wrong with it, and where.
    """
    again = "Export it again with `gradschool export` where it came from."
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(path, f"cannot be read ({said})", "Name the file that `gradschool export` wrote.") from error
    if len(data) > LARGEST:
        raise UsageError(path, f"it is larger than {LARGEST >> 20} MiB, so it is no export of progress", again)
    try:
        label = msgspec.json.decode(data, type=_Label)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        repair = "Name the file that `gradschool export` wrote."
        raise UsageError(path, f"it is not an export of gradschool's progress ({error})", repair) from error
    if label.version > VERSION:
        what = f"a newer gradschool wrote it (version {label.version}; this one reads {VERSION})"
        raise UsageError(path, what, "Update gradschool, then import it.")
    try:
        return msgspec.json.decode(data, type=Archive)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(path, f"it was changed or cut short ({error})", again) from error


def _latest(archive: Archive) -> int:
    latest = [max((row.moment for row in archive.attempts), default=0)]
    latest += [row.moment for row in archive.events]
    latest += [row.moment for row in archive.drafts]
    latest += [row.moment for row in archive.example_drafts]
    latest += [row.moment for row in archive.place]
    latest += [row.moment for row in archive.settings]
    return max(latest)


def _add_history(sql: Connection, table: str, rows: tuple[AttemptRow, ...] | tuple[EventRow, ...]) -> int:
    added = 0
    for row in rows:
        names = row.__struct_fields__
        query = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        added += sql.execute(query, structs.astuple(row)).rowcount
    return added


def _shelve_what_was_reset(sql: Connection, moment: int) -> None:
    """Our drafts that are older than a reset which came with the merge: they go to the history, as with any reset."""
    resets = "(SELECT max(moment) FROM events AS resets WHERE resets.kind = '{}' AND resets.subject = {})"
    exercise = f"drafts.moment < {resets.format('exercise_reset', 'exercise')}"
    lesson = f"example_drafts.moment < {resets.format('lesson_reset', 'lesson')}"
    sql.execute(
        f"""INSERT INTO events (moment, kind, subject, text)
            SELECT ?, 'draft_shelved', exercise, text FROM drafts WHERE {exercise}""",
        (moment,),
    )
    sql.execute(
        f"""INSERT INTO events (moment, kind, subject, number, text)
            SELECT ?, 'example_draft_shelved', lesson, example, text FROM example_drafts WHERE {lesson}""",
        (moment,),
    )
    sql.execute(f"DELETE FROM drafts WHERE {exercise}")
    sql.execute(f"DELETE FROM example_drafts WHERE {lesson}")


def _merge_draft(sql: Connection, row: DraftRow) -> int:
    """The newer draft wins; the other one, if it says something else, goes to the history."""
    reset = _reset_moment(sql, "exercise_reset", row.exercise)
    ours = sql.execute("SELECT text, moment FROM drafts WHERE exercise = ?", (row.exercise,)).fetchone()
    if row.moment <= max(reset, ours[1] if ours else -1):
        if not ours or ours[0] != row.text:
            _shelve(sql, "draft_shelved", row.exercise, 0, row.text, row.moment)
        return 0
    if ours and ours[0] != row.text:
        _shelve(sql, "draft_shelved", row.exercise, 0, *ours)
    sql.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", structs.astuple(row))
    return 1


def _merge_example_draft(sql: Connection, row: ExampleDraftRow) -> int:
    """As for the draft of an exercise."""
    reset = _reset_moment(sql, "lesson_reset", row.lesson)
    query = "SELECT text, moment FROM example_drafts WHERE lesson = ? AND example = ?"
    ours = sql.execute(query, (row.lesson, row.example)).fetchone()
    if row.moment <= max(reset, ours[1] if ours else -1):
        if not ours or ours[0] != row.text:
            _shelve(sql, "example_draft_shelved", row.lesson, row.example, row.text, row.moment)
        return 0
    if ours and ours[0] != row.text:
        _shelve(sql, "example_draft_shelved", row.lesson, row.example, *ours)
    sql.execute("INSERT OR REPLACE INTO example_drafts VALUES (?, ?, ?, ?, ?)", structs.astuple(row))
    return 1


def _merge_setting(sql: Connection, row: SettingRow) -> int:
    query = """INSERT INTO settings VALUES (?, ?, ?) ON CONFLICT DO UPDATE
               SET value = excluded.value, moment = excluded.moment WHERE excluded.moment > settings.moment"""
    return sql.execute(query, structs.astuple(row)).rowcount


def _reset_moment(sql: Connection, kind: str, subject: str) -> int:
    query = "SELECT coalesce(max(moment), -1) FROM events WHERE kind = ? AND subject = ?"
    return int(sql.execute(query, (kind, subject)).fetchone()[0])


def _shelve(sql: Connection, kind: str, subject: str, number: int, text: str, moment: int) -> None:
    # Named by what it holds, so that importing the same file again puts nothing on the shelf a second time.
    uid = hashlib.sha256(repr((kind, subject, number, text, moment)).encode()).hexdigest()[:32]
    query = "INSERT OR IGNORE INTO events (uid, moment, kind, subject, number, text) VALUES (?, ?, ?, ?, ?, ?)"
    sql.execute(query, (uid, moment, kind, subject, number, text))
