"""The progress file while it is open: one connection behind a lock, transactions on the disk when they return.

Durability is `synchronous=FULL` in WAL mode: a commit returns after the log is synced, so that neither kill -9 nor a
power cut takes back what was acknowledged (as far as the drive keeps its own promises).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gradschool.errors import StorageError
from gradschool.progress import mending
from gradschool.progress.faults import Damaged, explain, forbids_writing, is_damage
from gradschool.progress.schema import APPLICATION_ID, MIGRATIONS, TABLES, Migration, tick

if TYPE_CHECKING:
    import tempfile

T = TypeVar("T")
NOWHERE = (0, 0)  # the identity of no file: the next call opens anew
PATIENCE = 15.0  # seconds to wait for another program's transaction


class Database:
    """`progress.sqlite` in a folder. Any thread may call; every call is a whole transaction.

    `notices` are sentences that a face shows once: the file was damaged, or cannot be written.

    Raises (from every method):
        StorageError: what is wrong with the file, and what to do.
    """

    def __init__(self, folder: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
        self.path = folder / "progress.sqlite"
        self.notices: tuple[str, ...] = ()
        self._migrations = migrations
        self._lock = threading.RLock()
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._closed_to_us: StorageError | None = None
        self._identity: tuple[int, int] | None = None
        self._sql = self._open()

    @property
    def writable(self) -> bool:
        """Whether the last try to write here found no obstacle of place."""
        return self._closed_to_us is None

    def rows(self, query: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """What one SELECT finds."""
        return self.read(lambda sql: sql.execute(query, values).fetchall())

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` finds, all of it at one moment."""

        def snapshot() -> T:
            sql = self._current()
            sql.execute("BEGIN")
            try:
                return work(sql)
            finally:
                _roll_back(sql)

        return self._guarded(snapshot)

    def write(self, work: Callable[[sqlite3.Connection, int], T]) -> T:
        """Do `work` (given the connection and the transaction's moment) whole or not at all: on the disk on return."""

        def transaction() -> T:
            sql = self._for_writing()
            sql.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_newer(sql)
                answer = work(sql, tick(sql, time.time_ns() // 1000))
                sql.execute("COMMIT")
            except BaseException:
                _roll_back(sql)
                raise
            return answer

        return self._guarded(transaction)

    def check(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file when it reads all of it; empty if nothing."""
        found = [row[0] for row in self.rows("PRAGMA integrity_check(20)")]
        return () if found == ["ok"] else tuple(found)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._sql.close()
            self._drop_copy()

    # ------------------------------------------------------------------ opening

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.Error as error:
            if is_damage(error):
                return self._mend(error)
            if not forbids_writing(error):
                raise explain(error, self.path) from error
            return self._open_for_reading(explain(error, self.path))
        except OSError as error:
            said = error.strerror or type(error).__name__
            repair = "Make the folder writable, or set GRADSCHOOL_HOME to one that is."
            return self._open_for_reading(StorageError(self.path, f"progress cannot be kept there ({said})", repair))

    def _connect(self) -> sqlite3.Connection:
        """The file opened for writing, made or brought to today's format where needed."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mending.refuse_stub(self.path)
        sql = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(sql)
            status = self.path.stat()
        except UnicodeDecodeError as error:  # SQLite quotes what it finds in a damaged file
            sql.close()
            raise Damaged("its schema is unreadable") from error
        except BaseException:
            sql.close()
            raise
        self._identity = status.st_dev, status.st_ino
        if not os.access(self.path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            self.notices += (f"{self.path}: the file is read-only. Nothing new is kept until it is writable.",)
        return sql

    def _prepare(self, sql: sqlite3.Connection) -> None:
        sql.text_factory = _text
        self._refuse_foreign(sql)
        version = self._refuse_newer(sql)
        if version == 0:
            mode = sql.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        else:
            mode = sql.execute("PRAGMA journal_mode").fetchone()[0]
        # Without WAL (a network drive) the journal's removal is the commit: EXTRA syncs that too.
        sql.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")
        sql.execute("PRAGMA fullfsync = 1")  # macOS: to the platter, not to the drive's cache
        if version < len(self._migrations):
            self._migrate(sql)

    def _refuse_newer(self, sql: sqlite3.Connection) -> int:
        version = int(sql.execute("PRAGMA user_version").fetchone()[0])
        if not 0 <= version < 1000:
            raise Damaged(f"format {version} cannot be")
        if version > len(self._migrations):
            raise StorageError(
                self.path,
                f"a newer gradschool wrote it (format {version}; this one reads up to {len(self._migrations)})",
                "Update gradschool, or set GRADSCHOOL_HOME to another folder to start anew. The file was not touched.",
            )
        return version

    def _refuse_foreign(self, sql: sqlite3.Connection) -> None:
        if sqlite3.sqlite_version_info < (3, 37):
            said = f"this Python comes with SQLite {sqlite3.sqlite_version}, and progress needs 3.37 or newer"
            raise StorageError(self.path, said, "Use a newer Python, for example from python.org, conda or uv.")
        sql.execute("BEGIN")  # one look, or another program could lay the tables between two
        try:
            tables = {row[0] for row in sql.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            version = sql.execute("PRAGMA user_version").fetchone()[0]
            marked = sql.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        finally:
            _roll_back(sql)
        if not tables and not version:
            return
        if not marked and not tables & set(TABLES):
            repair = "Move it elsewhere, or set GRADSCHOOL_HOME to another folder."
            raise StorageError(self.path, "this database is not one of gradschool's", repair)
        if not version or not tables >= set(TABLES):
            raise Damaged("tables are missing")

    def _migrate(self, sql: sqlite3.Connection) -> None:
        sql.execute("BEGIN IMMEDIATE")
        try:
            version = self._refuse_newer(sql)  # another program may have been here first
            if 0 < version < len(self._migrations) and self._closed_to_us is None:
                mending.back_up(self.path, version)
            for step in self._migrations[version:]:
                step(sql)
            sql.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            sql.execute(f"PRAGMA user_version = {len(self._migrations)}")
            sql.execute("COMMIT")
        except BaseException:
            _roll_back(sql)
            raise

    def _open_for_reading(self, reason: StorageError) -> sqlite3.Connection:
        """A private copy of what is there, since SQLite itself has to write beside a file that it reads."""
        self._closed_to_us = reason
        self.notices += (str(reason),)
        self._identity = None
        place: str | Path = ":memory:"
        with contextlib.ExitStack() as undo:
            undo.callback(self._drop_copy)
            try:
                if self.path.exists():
                    import tempfile

                    self._copy = tempfile.TemporaryDirectory(prefix="gradschool-")
                    place = Path(self._copy.name) / self.path.name
                    mending.copy_database(self.path, place)
                sql = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
                undo.callback(sql.close)
                self._prepare(sql)
            except OSError as error:
                said = error.strerror or type(error).__name__
                raise StorageError(
                    self.path, f"cannot be read ({said})", "Make it a file that you may read."
                ) from error
            except sqlite3.Error as error:
                raise explain(error, self.path) from error
            undo.pop_all()
        return sql

    # ------------------------------------------------------------------ while open

    def _guarded(self, work: Callable[[], T]) -> T:
        with self._lock:
            try:
                return work()
            except sqlite3.ProgrammingError:
                raise
            except (sqlite3.Error, UnicodeDecodeError) as error:
                fault = error if isinstance(error, sqlite3.Error) else Damaged("its schema is unreadable")
                if not is_damage(fault) or self._closed_to_us:
                    raise explain(fault, self.path) from error
                self._sql.close()
                self._sql = self._mend(fault)
            try:
                return work()
            except sqlite3.Error as error:
                raise explain(error, self.path) from error

    def _drop_copy(self) -> None:
        if self._copy:
            self._copy.cleanup()
            self._copy = None

    def _current(self) -> sqlite3.Connection:
        """The connection to the file that stands at our path now: a file removed or replaced gets no more rows."""
        if self._identity is None:
            return self._sql
        try:
            status = self.path.stat()
            stands = (status.st_dev, status.st_ino) == self._identity
        except FileNotFoundError:
            stands = False
        except OSError:
            stands = True
        if not stands:
            self._identity = NOWHERE
            self._sql.close()
            self._sql = self._open()
        return self._sql

    def _for_writing(self) -> sqlite3.Connection:
        sql = self._current()
        return sql if self._closed_to_us is None else self._open_again()

    def _open_again(self) -> sqlite3.Connection:
        """The place was closed to us; it may be open now (space was freed, a drive is back)."""
        try:
            fresh = self._connect()
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        except OSError:
            assert self._closed_to_us
            raise self._closed_to_us from None
        self._sql.close()
        self._drop_copy()
        self._sql, self._closed_to_us = fresh, None
        return fresh

    def _mend(self, error: sqlite3.Error) -> sqlite3.Connection:
        """Put a damaged file aside, start a fresh one, and bring over what can still be read.

        One program at a time, and each looks again once it is its turn: the file may be another's fresh one by then.
        """
        self._identity = NOWHERE
        try:
            with mending.alone(self.path.parent):
                try:
                    sql = self._connect()
                    if sql.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok":
                        return sql
                    sql.close()
                except sqlite3.Error as again:
                    if not is_damage(again):
                        raise
                aside = mending.move_aside(self.path)
                sql = self._connect()
                saved = self._salvage(aside, sql)
        except (sqlite3.Error, OSError) as failed:
            what = f"it is damaged ({error}) and cannot be moved aside ({failed})"
            raise StorageError(self.path, what, "Move it elsewhere yourself, then start again.") from failed
        kept = (
            f"{saved:,} records in it could be read and were carried over" if saved else "nothing in it could be read"
        )
        self.notices += (f"{self.path} was damaged. It is kept as {aside.name} beside it; {kept}.",)
        return sql

    def _salvage(self, aside: Path, sql: sqlite3.Connection) -> int:
        try:
            return mending.salvage(aside, sql)
        except (sqlite3.Error, OSError):  # no room for it, most likely: all of it is still in the file put aside
            _roll_back(sql)
            return 0


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _roll_back(sql: sqlite3.Connection) -> None:
    # After some errors (a full disk) SQLite has rolled back by itself; a second time would hide the first error.
    if sql.in_transaction:
        try:
            sql.execute("ROLLBACK")
        except sqlite3.Error:
            if sql.in_transaction:
                raise
