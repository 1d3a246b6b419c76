"""Working copies for one's own editor: made without overwriting, read with care, watched for saves."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import count
from pathlib import Path

from gradschool.errors import StorageError, UsageError
from gradschool.files import cannot_write, make_folder, write_new, write_whole

LARGEST = 1_000_000  # bytes; the longest solution of the course has some 5,000


class Workspace:
    """The folder of working copies: `folder`, or `exercises` in the learner's `home`.

    What was written where is remembered in `home`, so that a copy which the learner has not touched may follow the
    draft, and one that they have is theirs alone.
    """

    def __init__(self, home: Path, folder: Path | None = None) -> None:
        self.folder = (folder or home / "exercises").absolute()
        self._home = home
        self._record = home / "working_copies.json"

    def path(self, exercise: str) -> Path:
        """Where the working copy of an exercise is, or would be."""
        return self.folder / f"{exercise}.py"

    def open_copy(self, exercise: str, text: str) -> Path:
        """The working copy of an exercise, made from `text` (the draft or the starter) if it is not there yet.

        A copy that stands there as it was once written is brought up to `text`; one that was changed is left alone.

        Raises:
            StorageError: it cannot be written.
            UsageError: something that is no readable text file has its name.
        """
        path = self.path(exercise)
        data = text.encode("utf-8", "backslashreplace")
        make_folder(self.folder)
        if write_new(path, data):
            self._remember(path, data)
        elif path.is_dir():
            raise UsageError(path, "a folder has the name of the working copy", "Move it, or choose another --folder.")
        else:
            there = _bytes(path)
            if there != data and self._written().get(str(path)) == _fingerprint(there):
                write_whole(path, data)
                self._remember(path, data)
        return path

    def put_aside(self, exercise: str) -> Path | None:
        """Give the working copy a dated name, so that the next one begins anew; None if there is none.

        Raises:
            StorageError: it cannot be renamed.
        """
        path = self.path(exercise)
        if not path.is_file():
            return None
        stem = f"{exercise}.{time.strftime('%Y-%m-%d')}"
        names = (path.with_name(f"{stem}{f'-{number}' if number > 1 else ''}.py") for number in count(1))
        aside = next(name for name in names if not name.exists())
        try:
            path.rename(aside)
        except OSError as error:
            raise cannot_write(aside, error) from error
        return aside

    def _written(self) -> dict[str, str]:
        try:
            found = json.loads(self._record.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}  # without a record every copy counts as changed, and is left alone
        return found if isinstance(found, dict) else {}

    def _remember(self, path: Path, data: bytes) -> None:
        record = {**self._written(), str(path): _fingerprint(data)}
        try:
            make_folder(self._home)
            write_whole(self._record, json.dumps(record, indent=1, sort_keys=True).encode() + b"\n")
        except StorageError:
            # The copy itself is written. That it will count as changed from now on is no reason to fail.
            return


# --------------------------------------------------------------------------- reading


def read(path: Path) -> str:
    """The text of an answer's file, its lines ended as on Unix.

    Raises:
        UsageError: it is missing, a folder, too large, or not UTF-8 text.
    """
    return decode(_bytes(path), path)


def decode(data: bytes, where: object) -> str:
    """`data` as an answer's text; `where` is what to call it if it is none.

    Raises:
        UsageError: it is too large, or not UTF-8 text.
    """
    if len(data) > LARGEST:
        raise UsageError(where, "it is larger than 1 MB", "Hand in the file with your answer, not its data.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(where, "it is text in UTF-16", "Save it as UTF-8: your editor has a choice of encoding.")
    if b"\0" in data:
        raise UsageError(where, "it is binary data, not Python", "Name the .py file with your answer.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start} (in line {line}) is not UTF-8"
        raise UsageError(where, what, "Save it as UTF-8: your editor has a choice of encoding.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise UsageError(path, "there is no such file", _nearest(path)) from error
    except IsADirectoryError as error:
        raise UsageError(path, "is a folder", "Name the file in it that holds your answer.") from error
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(path, f"cannot be read ({said})", "Make it a file that you may read.") from error


def _nearest(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        return "Its folder does not exist either."
    close = get_close_matches(path.name, names, n=1)
    return f"Did you mean {close[0]!r}?" if close else "Look at its name, or save it first."


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --------------------------------------------------------------------------- the editor


def editor_command(path: Path) -> list[str]:
    """The command that opens `path` in the learner's editor: `$VISUAL` or else `$EDITOR`, with the options in it.

    Raises:
        UsageError: neither is set, or what is set is no program.
    """
    for name in ("VISUAL", "EDITOR"):
        named = os.environ.get(name, "").strip()
        if not named:
            continue
        if shutil.which(named):  # the whole of it is a program, spaces and all
            return [named, str(path)]
        try:
            command = _split(named)
        except ValueError as error:
            raise UsageError(f"${name}", f"{named!r} is not a command ({error})", "Balance its quotes.") from error
        if not command or not shutil.which(command[0]):
            program = command[0] if command else named
            repair = "Name an installed editor, for example 'nano' or 'code --wait'."
            raise UsageError(f"${name}", f"the program {program!r} was not found", repair)
        return [*command, str(path)]
    repair = f"Set EDITOR, for example to 'nano' or 'code --wait', or open {path} yourself."
    raise UsageError("", "neither VISUAL nor EDITOR names your editor", repair)


def _split(command: str) -> list[str]:
    if os.name != "nt":
        return shlex.split(command)
    # A backslash is part of a path there, so only the quotes around a whole word may go.
    return [word.strip('"') for word in shlex.split(command, posix=False)]


# --------------------------------------------------------------------------- watching


class _Watched:
    """One file: what it held when it was last told of, and how it looked at the last glance."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told = self.seen = self._content()
        self.status = self._look()

    def saved(self) -> bool:
        """Whether the file holds something new, and has held it for two glances."""
        before, self.status = self.status, self._look()
        # A second save within the clock's tick leaves size and time alone, so a fresh file is read all the same.
        if self.status == before and self.seen == self.told and not self._fresh():
            return False
        before_that, self.seen = self.seen, self._content()
        if self.seen is None or self.seen == self.told or self.seen != before_that:
            return False
        self.told = self.seen
        return True

    def _look(self) -> tuple[int, int, int] | None:
        try:
            status = self.path.stat()
        except (OSError, ValueError):
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _fresh(self) -> bool:
        return self.status is not None and time.time_ns() - self.status[0] < 3_000_000_000

    def _content(self) -> str | None:
        try:
            with self.path.open("rb") as file:
                return _fingerprint(file.read(LARGEST + 1))
        except (OSError, ValueError):
            return None


def changes(paths: Sequence[Path], stop: threading.Event | None = None, every: float = 0.005) -> Iterator[Path]:
    """Each of `paths` when it was saved with something new in it, until `stop` is set (or Ctrl-C).

    Saves are noticed from the call on. One counts when the content has stayed the same for `every` seconds, so that a
    half-written file is not told of. A file may be replaced, removed and made again, or appear only later.
    """
    return _changes([_Watched(path) for path in paths], stop or threading.Event(), every)


def _changes(files: list[_Watched], stop: threading.Event, every: float) -> Iterator[Path]:
    while not stop.wait(every):
        for file in files:
            if file.saved():
                yield file.path
