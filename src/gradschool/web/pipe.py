"""From a thread that reads a kernel to the loop that speaks with a page: cheap for each message, and never too many."""

from __future__ import annotations

import asyncio
import threading
from collections import deque

from gradschool.web import protocol

AHEAD = 1024  # messages that may wait here; then the thread waits, and behind it the kernel


class Pipe:
    """Messages on their way from one thread to one task. Make it in the loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._some = asyncio.Event()
        self._lock = threading.Condition()
        self._waiting: deque[protocol.Reply] = deque()
        self._ended = self._left = False

    # ------------------------------------------------------------------ in the thread

    def put(self, reply: protocol.Reply) -> None:
        """Pass a message on; wait while the task is far behind."""
        with self._lock:
            while len(self._waiting) >= AHEAD and not self._left:
                self._lock.wait()
            self._waiting.append(reply)
            # Waking the loop costs far more than the message: once is enough until it has looked.
            wake = len(self._waiting) == 1
        if wake:
            self._wake()

    def end(self) -> None:
        """That was all."""
        with self._lock:
            self._ended = True
        self._wake()

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._some.set)

    # ------------------------------------------------------------------ in the loop

    def pop(self) -> protocol.Reply | None:
        """The next message, if there is one."""
        with self._lock:
            if not self._waiting:
                self._some.clear()
                return None
            self._lock.notify()
            return self._waiting.popleft()

    @property
    def over(self) -> bool:
        """Whether all has come."""
        with self._lock:
            return self._ended and not self._waiting

    async def wait(self) -> None:
        """Until something may have come."""
        if not self.over:
            await self._some.wait()

    def leave(self) -> None:
        """Nobody reads any more: the thread need not wait."""
        with self._lock:
            self._left = True
            self._lock.notify()
