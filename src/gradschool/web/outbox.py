"""A tab's messages on their way: in order, none dropped; what streams waits for a reader who is slow."""

from __future__ import annotations

from collections import deque

import anyio

from gradschool.web import protocol

ROOM = 64
LARGEST = 20_000  # so many messages behind, a tab is as good as gone


class Outbox:
    """Messages that wait to be sent. For one event loop."""

    def __init__(self) -> None:
        self._waiting: deque[protocol.Reply] = deque()
        self._some, self._room = anyio.Event(), anyio.Event()
        self.closed = False

    def put(self, reply: protocol.Reply) -> None:
        """Add a message; whoever adds many asks for `room` first."""
        if self.closed:
            return
        if len(self._waiting) >= LARGEST:
            self.close()
            return
        self._waiting.append(reply)
        self._some.set()

    async def room(self) -> None:
        """Wait until the reader has caught up, or is gone."""
        while len(self._waiting) >= ROOM and not self.closed:
            self._room = anyio.Event()
            await self._room.wait()

    async def take(self) -> protocol.Reply | None:
        """The next message; None when the tab is gone."""
        while not self._waiting and not self.closed:
            self._some = anyio.Event()
            await self._some.wait()
        if not self._waiting:
            return None
        reply = self._waiting.popleft()
        if len(self._waiting) < ROOM:
            self._room.set()
        return reply

    def close(self) -> None:
        """Nobody reads any more."""
        self.closed = True
        self._waiting.clear()
        self._some.set()
        self._room.set()
