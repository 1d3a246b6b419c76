"""Progress in the words of the course: attempts, drafts, lessons read, examples run, hints, and where one is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, cast

from msgspec import Struct

from gradschool.model import Attempt, ExerciseProgress, LessonProgress, Outcome, Place
from gradschool.progress.home import home_folder

if TYPE_CHECKING:
    from sqlite3 import Connection

    from gradschool.progress.database import Database

# The latest reset of each exercise or lesson: rows count towards progress only after it.
_RESETS = """WITH resets AS (SELECT subject, max(moment) AS moment FROM events WHERE kind = :reset GROUP BY subject)"""

_EXERCISES = f"""{_RESETS}
    SELECT exercise, count(*), max(outcome = 'passed'), 0, 0
    FROM attempts LEFT JOIN resets ON resets.subject = exercise
    WHERE attempts.moment > coalesce(resets.moment, -1) GROUP BY exercise
UNION ALL
    SELECT events.subject, 0, 0, count(DISTINCT CASE kind WHEN 'hint_taken' THEN number END), max(kind = 'revealed')
    FROM events LEFT JOIN resets ON resets.subject = events.subject
    WHERE kind IN ('hint_taken', 'revealed') AND events.moment > coalesce(resets.moment, -1) GROUP BY events.subject"""

_LESSONS = f"""{_RESETS}
    SELECT events.subject, max(kind = 'lesson_read'),
           coalesce(group_concat(DISTINCT CASE kind WHEN 'example_ran' THEN number END), '')
    FROM events LEFT JOIN resets ON resets.subject = events.subject
    WHERE kind IN ('lesson_opened', 'lesson_read', 'example_ran') AND events.moment > coalesce(resets.moment, -1)
    GROUP BY events.subject"""

_HINTS = f"""{_RESETS}
    SELECT count(DISTINCT number) FROM events WHERE kind = 'hint_taken' AND subject = :subject
    AND moment > coalesce((SELECT moment FROM resets WHERE subject = :subject), -1)"""

_ATTEMPTS = f"""{_RESETS}
    SELECT exercise, code, outcome, mistake, passed, total, at FROM attempts
    WHERE exercise = :subject AND (:all OR moment > coalesce((SELECT moment FROM resets WHERE subject = :subject), -1))
    ORDER BY moment DESC, id DESC LIMIT :limit"""


# What tells how well something is remembered: every attempt at what was once passed, and what happened in between.
_STEPS = f"""{_RESETS}, known AS (SELECT DISTINCT exercise FROM attempts WHERE outcome = 'passed')
    SELECT exercise, attempts.moment AS moment, outcome FROM attempts LEFT JOIN resets ON resets.subject = exercise
    WHERE exercise IN known AND attempts.moment > coalesce(resets.moment, -1)
UNION ALL
    SELECT events.subject, events.moment, kind FROM events LEFT JOIN resets ON resets.subject = events.subject
    WHERE kind IN ('review_begun', 'revealed') AND events.subject IN known
    AND events.moment > coalesce(resets.moment, -1)
ORDER BY moment"""


class Step(Struct, frozen=True):
    """One step in an exercise's history. `at`: seconds since 1970; `what`: an attempt's outcome, or an event's kind."""

    exercise: str
    at: float
    what: str


class ExampleDraft(Struct, frozen=True):
    """A learner's version of a lesson's example, and the code that it was made from."""

    text: str
    original: str

    def fits(self, code: str) -> bool:
        """Whether the lesson still has the code that the draft was made from; if not, offer that code first."""
        return self.original == code


class Imported(Struct, frozen=True):
    """What a merge brought that was not here before."""

    attempts: int = 0
    events: int = 0
    drafts: int = 0
    settings: int = 0


class Store:
    """The learner's progress. Any thread may call, and any number of programs may have it open.

    When a method that keeps something returns, it is on the disk. Where it cannot be kept, the method raises
    StorageError and the store goes on: reading works, and the next try may succeed.

    Attributes:
        path: the file.
        notices: sentences to show the learner, for example that a damaged file was put aside.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path

    @classmethod
    def open(cls, home: Path | None = None) -> Self:
        """The store in `home`, or in the folder that `home_folder()` names; made if there is none.

        Raises:
            StorageError: it was written by a newer gradschool, is another program's, or may not be read.
        """
        from gradschool.progress.database import Database

        return cls(Database(home or home_folder()))

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences to show the learner: what was found wrong with the file, and what was done."""
        return self._database.notices

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file when all of it is read; empty if nothing (for `gradschool doctor`)."""
        return self._database.check()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ attempts, hints, solutions

    def record_attempt(self, attempt: Attempt) -> None:
        """Keep one submission with its code."""
        row = (attempt.exercise, _plain(attempt.code), attempt.outcome.value, attempt.mistake)
        numbers = (attempt.passed, attempt.total, attempt.at)
        query = """INSERT INTO attempts (moment, exercise, code, outcome, mistake, passed, total, at)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
        self._database.write(lambda sql, moment: sql.execute(query, (moment, *row, *numbers)))

    def attempts(self, exercise: str, limit: int = 50, before_reset: bool = False) -> tuple[Attempt, ...]:
        """The latest attempts, newest first: those since the last reset, or with `before_reset` all."""
        values = {"reset": "exercise_reset", "subject": exercise, "limit": limit, "all": before_reset}
        rows = self._database.rows(_ATTEMPTS, values)
        return tuple(Attempt(row[0], row[1], _outcome(row[2]), *row[3:]) for row in rows)

    def exercise_progress(self, exercises: Iterable[str]) -> dict[str, ExerciseProgress]:
        """What is known of each of `exercises`, in their order; one query, however many there are."""
        found: dict[str, tuple[int, int, int, int]] = {}
        for exercise, *counts in self._database.rows(_EXERCISES, {"reset": "exercise_reset"}):
            so_far = found.get(exercise, (0, 0, 0, 0))
            found[exercise] = cast("tuple[int, int, int, int]", tuple(map(sum, zip(so_far, counts, strict=True))))
        progress = {}
        for exercise in exercises:
            attempts, passed, hints, revealed = found.get(exercise, (0, 0, 0, 0))
            progress[exercise] = ExerciseProgress(exercise, attempts, bool(passed), hints, bool(revealed))
        return progress

    def hint_taken(self, exercise: str, total: int) -> int:
        """Count the next of the exercise's `total` hints and say its number (from 1); once all are taken, the last."""

        def take(sql: Connection, moment: int) -> int:
            taken = sql.execute(_HINTS, {"reset": "exercise_reset", "subject": exercise}).fetchone()[0]
            if taken < total:
                _note(sql, moment, "hint_taken", exercise, taken + 1)
            return min(int(taken) + 1, total)

        return self._database.write(take)

    def reveal(self, exercise: str) -> None:
        """Remember that the learner has seen the solution."""
        self._event("revealed", exercise)

    def begin_review(self, exercise: str) -> None:
        """Put the answer aside, to be written once more from the starter. What was passed stays passed."""

        def begin(sql: Connection, moment: int) -> None:
            _shelve_draft(sql, moment, exercise)
            _note(sql, moment, "review_begun", exercise)

        self._database.write(begin)

    def steps(self) -> tuple[Step, ...]:
        """What happened since the last reset to each exercise that was ever passed, in order; one query."""
        rows = self._database.rows(_STEPS, {"reset": "exercise_reset"})
        return tuple(Step(row[0], row[1] / 1e6, row[2]) for row in rows)

    # ------------------------------------------------------------------ lessons

    def lesson_opened(self, lesson: str) -> None:
        """Remember that the lesson was opened."""
        self._event("lesson_opened", lesson)

    def lesson_read(self, lesson: str) -> None:
        """Remember that the lesson was read to its end."""
        self._event("lesson_read", lesson)

    def example_ran(self, lesson: str, example: int, ok: bool) -> None:
        """Remember that an example was run, and whether it ended as it should."""
        self._event("example_ran", lesson, example, ok)

    def lesson_progress(self, lessons: Iterable[str]) -> dict[str, LessonProgress]:
        """What is known of each of `lessons`, in their order; one query."""
        found = {row[0]: row[1:] for row in self._database.rows(_LESSONS, {"reset": "lesson_reset"})}
        progress = {}
        for lesson in lessons:
            read, examples = found.get(lesson, (0, ""))
            ran = tuple(sorted(int(number) for number in examples.split(",") if number.isdecimal()))
            progress[lesson] = LessonProgress(lesson, lesson in found, bool(read), ran)
        return progress

    # ------------------------------------------------------------------ drafts

    def save_draft(self, exercise: str, text: str) -> None:
        """Keep the answer as it stands in the editor; the latest text replaces the one before."""
        query = """INSERT INTO drafts VALUES (?, ?, ?)
                   ON CONFLICT DO UPDATE SET text = excluded.text, moment = excluded.moment"""
        self._database.write(lambda sql, moment: sql.execute(query, (exercise, _plain(text), moment)))

    def draft(self, exercise: str) -> str | None:
        """The answer as it was last left, if one was begun."""
        rows = self._database.rows("SELECT text FROM drafts WHERE exercise = ?", (exercise,))
        return str(rows[0][0]) if rows else None

    def drop_draft(self, exercise: str) -> None:
        """Begin the answer anew. The dropped text stays in the history."""
        self._database.write(lambda sql, moment: _shelve_draft(sql, moment, exercise))

    def save_example_draft(self, lesson: str, example: int, text: str, original: str) -> None:
        """Keep the learner's version of an example, with the lesson's `original` code."""
        query = """INSERT INTO example_drafts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                   SET text = excluded.text, original = excluded.original, moment = excluded.moment"""
        row = (lesson, example, _plain(text), _plain(original))
        self._database.write(lambda sql, moment: sql.execute(query, (*row, moment)))

    def example_draft(self, lesson: str, example: int) -> ExampleDraft | None:
        """The learner's version of an example. Ask it whether it `fits` the lesson's code before showing it."""
        query = "SELECT text, original FROM example_drafts WHERE lesson = ? AND example = ?"
        rows = self._database.rows(query, (lesson, example))
        return ExampleDraft(*rows[0]) if rows else None

    def example_drafts(self, lesson: str) -> dict[int, ExampleDraft]:
        """All of a lesson's drafts, by the number of the example."""
        query = "SELECT example, text, original FROM example_drafts WHERE lesson = ? ORDER BY example"
        return {row[0]: ExampleDraft(*row[1:]) for row in self._database.rows(query, (lesson,))}

    def drop_example_draft(self, lesson: str, example: int) -> None:
        """Go back to the lesson's own code. The dropped text stays in the history."""
        self._database.write(lambda sql, moment: _shelve_example_drafts(sql, moment, lesson, example))

    # ------------------------------------------------------------------ the place, settings

    def set_place(self, place: Place | None) -> None:
        """Remember where the learner is (None: nowhere, begin at the beginning). The last one wins."""
        query = """INSERT INTO place VALUES (1, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                   SET kind = excluded.kind, id = excluded.id, block = excluded.block, moment = excluded.moment"""
        row = (place.kind, place.id, place.block) if place else ("", "", 0)
        self._database.write(lambda sql, moment: sql.execute(query, (*row, moment)))

    def place(self) -> Place | None:
        """Where the learner was last."""
        rows = self._database.rows("SELECT kind, id, block FROM place WHERE kind IN ('lesson', 'exercise')")
        return Place(cast("Literal['lesson', 'exercise']", rows[0][0]), *rows[0][1:]) if rows else None

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        query = """INSERT INTO settings VALUES (?, ?, ?)
                   ON CONFLICT DO UPDATE SET value = excluded.value, moment = excluded.moment"""
        self._database.write(lambda sql, moment: sql.execute(query, (name, _plain(value), moment)))

    def settings(self) -> dict[str, str]:
        """All settings that were made."""
        rows = self._database.rows("SELECT name, value FROM settings ORDER BY name")
        return {row[0]: row[1] for row in rows}

    # ------------------------------------------------------------------ starting over, taking along

    def reset(self, exercises: Iterable[str] = (), lessons: Iterable[str] = ()) -> None:
        """Start these over. The history gets a mark, and what stands before it no longer counts.

        Nothing is deleted: attempts stay readable with `attempts(…, before_reset=True)`, drafts move to the history.
        The place stays where it is, at the top of its page if that is among the ones reset.
        """

        def start_over(sql: Connection, moment: int) -> None:
            for exercise in exercises:
                _shelve_draft(sql, moment, exercise)
                _note(sql, moment, "exercise_reset", exercise)
                sql.execute("UPDATE place SET block = 0 WHERE kind = 'exercise' AND id = ?", (exercise,))
            for lesson in lessons:
                _shelve_example_drafts(sql, moment, lesson)
                _note(sql, moment, "lesson_reset", lesson)
                sql.execute("UPDATE place SET block = 0 WHERE kind = 'lesson' AND id = ?", (lesson,))

        exercises, lessons = tuple(exercises), tuple(lessons)
        self._database.write(start_over)

    def export_to(self, path: Path, overwrite: bool = False) -> None:
        """Write everything into one JSON file, whole or not at all.

        Raises:
            StorageError: it cannot be written.
            UsageError: another file stands there that is not such an export, and `overwrite` was not said.
        """
        from gradschool.progress.transfer import export_to

        export_to(self._database, path, overwrite)

    def import_from(self, path: Path) -> Imported:
        """Merge an export into this store: what is here stays, what is known is not doubled, the newer draft wins.

        Raises:
            UsageError: it is missing, is not such an export, or comes from a newer gradschool; nothing was changed.
        """
        from gradschool.progress.transfer import import_from

        return import_from(self._database, path)

    def _event(self, kind: str, subject: str, number: int = 0, ok: bool = True) -> None:
        self._database.write(lambda sql, moment: _note(sql, moment, kind, subject, number, ok))


def _note(sql: Connection, moment: int, kind: str, subject: str, number: int = 0, ok: bool = True) -> None:
    query = "INSERT INTO events (moment, kind, subject, number, ok) VALUES (?, ?, ?, ?, ?)"
    sql.execute(query, (moment, kind, subject, number, ok))


def _shelve_draft(sql: Connection, moment: int, exercise: str) -> None:
    """Move a draft into the history."""
    query = """INSERT INTO events (moment, kind, subject, text)
               SELECT ?, 'draft_shelved', exercise, text FROM drafts WHERE exercise = ?"""
    sql.execute(query, (moment, exercise))
    sql.execute("DELETE FROM drafts WHERE exercise = ?", (exercise,))


def _shelve_example_drafts(sql: Connection, moment: int, lesson: str, example: int | None = None) -> None:
    """Move a lesson's drafts, or one of them, into the history."""
    which = "lesson = :lesson AND (:example IS NULL OR example = :example)"
    values = {"moment": moment, "lesson": lesson, "example": example}
    query = f"""INSERT INTO events (moment, kind, subject, number, text)
                SELECT :moment, 'example_draft_shelved', lesson, example, text FROM example_drafts WHERE {which}"""
    sql.execute(query, values)
    sql.execute(f"DELETE FROM example_drafts WHERE {which}", values)


def _outcome(word: str) -> Outcome:
    try:
        return Outcome(word)
    except ValueError:  # a byte of it went bad on the disk, which is nothing that the learner did
        return Outcome.BROKEN


def _plain(text: str) -> str:
    """`text` as UTF-8 can hold it: half a surrogate pair (from a terminal, from another system) is spelled out."""
    return text.encode("utf-8", "backslashreplace").decode() if any("\ud800" <= c <= "\udfff" for c in text) else text
