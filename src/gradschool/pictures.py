"""Explorers from outside: asks one confined process for view after view, and replaces it when it is lost."""

from __future__ import annotations

import re
import select
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

import msgspec

from gradschool.content.exploring import explorer
from gradschool.errors import WorkerError
from gradschool.model import View
from gradschool.wire import Closed, Message
from gradschool.worker import AnyFork, AnyWorker

SECONDS = 5.0
FIRST_SECONDS = 120.0  # on a machine that cannot fork, the process imports torch before it answers
LIFE_SECONDS, MEMORY_MIB = 3600.0, 1024
CLOSING_SECONDS = 2.0  # a process that only begins is not waited for: it ends with the warm one
KEPT = 64
LARGEST = 4 << 20

# What a picture may be made of. The process that drew it ran whatever a learner typed, so its word is not enough.
_TAGS = "svg|title|desc|g|rect|line|circle|path|text|tspan|div|p|span|code|strong|em|table|thead|tbody|tr|th|td"
_NAMES = (
    r"xmlns|role|viewBox|width|height|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|d|points|fill|fill-opacity|stroke|stroke-width|"
    r"stroke-opacity|stroke-dasharray|stroke-linejoin|stroke-linecap|opacity|font-size|font-family|font-weight|"
    r"font-style|text-anchor|transform|class|scope|colspan|aria-hidden"
)
_SAFE = re.compile(rf'(?:[^<>]+|</(?:{_TAGS})>|<(?:{_TAGS})(?: (?:{_NAMES})="[^"<>]*")*/?>)*+')


class Pictures:
    """Views of explorers. Use it by `with`; any thread may call, and one view is computed at a time.

    Args:
        worker: gives the warm process; called anew when one was lost.
        seconds: how long one view may take.
    """

    def __init__(self, worker: Callable[[], AnyWorker], seconds: float = SECONDS) -> None:
        self._worker, self._seconds = worker, seconds
        self._fork: AnyFork | None = None
        self._kept: dict[tuple[str, tuple[tuple[str, str], ...]], View] = {}
        self._lock = threading.Lock()
        self._closed = False

    def view(self, name: str, settings: Mapping[str, str]) -> View:
        """An explorer with these settings; what is wrong with them is said in the view.

        Raises:
            NotFound: there is no such explorer.
            WorkerError: no process could be started.
        """
        known = explorer(name)
        key = name, tuple(sorted(settings.items()))
        with self._lock:
            if key in self._kept:
                return self._kept[key]
            answer = self._asked({"name": name, "settings": dict(settings)})
            if isinstance(answer, str):
                return View(known.title, "", "", (), dict(settings), error=answer)
            if not answer.error:
                self._kept[key] = answer
                if len(self._kept) > KEPT:
                    del self._kept[next(iter(self._kept))]
            return answer

    def _asked(self, request: Message) -> View | str:
        """The answer, or why there is none. A process that was lost while it waited is replaced once."""
        while True:
            waited = self._fork is not None
            fork = self._process()
            try:
                fork.channel.send(request)
                _wait_for(fork, self._seconds)
                return _view(fork.channel.receive(self._seconds)[0])
            except TimeoutError:
                self._drop()
                return f"That took over {self._seconds:g} seconds and was stopped."
            except Closed:
                self._drop()
                if not waited or self._closed:
                    return "That ended the process that draws: it ran out of memory, or the expression ended it."

    def _process(self) -> AnyFork:
        """The process that draws, ready: what it takes to begin is no learner's time."""
        if self._fork is None:
            fork = self._worker().fork("explore", {}, seconds=LIFE_SECONDS, memory_mib=MEMORY_MIB)
            try:
                fork.channel.receive(FIRST_SECONDS)
            except (Closed, TimeoutError) as error:
                fork.close()
                raise WorkerError("the explorers", f"their process does not begin ({error})", "Try again.") from error
            self._fork = fork
        return self._fork

    def _drop(self) -> None:
        if self._fork is not None:
            self._fork.close()
            self._fork = None

    def close(self) -> None:
        """End the process, also in the middle of a view: whoever waits for that is told that it ended."""
        self._closed = True
        if (fork := self._fork) is not None:
            fork.kill()
        if self._lock.acquire(timeout=CLOSING_SECONDS):
            try:
                self._drop()
            finally:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _wait_for(fork: AnyFork, seconds: float) -> None:
    """Wait until it answers: so long, and as long again as others held the processor that it wanted.

    Raises:
        TimeoutError: it does not.
    """
    starved = _starved(fork.pid)
    deadline = time.monotonic() + seconds
    while not select.select([fork.channel.socket], [], [], max(0.0, deadline - time.monotonic()))[0]:
        now = _starved(fork.pid)
        if now - starved < 0.05:
            raise TimeoutError
        deadline, starved = time.monotonic() + now - starved, now


def _starved(pid: int) -> float:
    """Seconds for which a process could have run and had no processor; 0 where the kernel does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _view(message: Message) -> View | str:
    """A view out of what the process says, as long as it is one and its picture holds nothing but a picture."""
    if "failed" in message:
        return str(message["failed"])[:400]
    try:
        view = msgspec.convert(message.get("view"), View)
    except msgspec.ValidationError:
        return "What came back is no picture."
    if len(view.html) + len(view.text) > LARGEST:
        return "The picture is too large to be shown."
    if not is_picture(view.html):
        return "What came back is more than a picture, and is not shown."
    return view


def is_picture(html: str) -> bool:
    """Whether `html` holds elements and attributes of a picture only: nothing that runs, loads, links or styles."""
    return _SAFE.fullmatch(html) is not None and "url(" not in html.casefold()
