"""Writes that must not stop the learner: what cannot be kept is said, once, and the lesson goes on."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from gradschool.errors import StorageError

T = TypeVar("T")


class Keeper:
    """Does writes, and remembers what went wrong for the face to show."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._problems: list[str] = []
        self._said: set[str] = set()

    def keep(self, write: Callable[[], T]) -> T | None:
        """Do `write`; None where the disk refused it."""
        try:
            result = write()
        except StorageError as error:
            with self._lock:
                if str(error) not in self._said:
                    self._said.add(str(error))
                    self._problems.append(str(error))
            return None
        with self._lock:
            self._said.clear()  # it works again: if it fails once more, that is news
        return result

    def take(self) -> tuple[str, ...]:
        """What could not be kept since the last time, in words."""
        with self._lock:
            problems, self._problems = tuple(self._problems), []
        return problems
