"""Runs the examples of one page: a thread reads what the kernel says, the page draws it at its own pace."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from gradschool import errors, kernel
from gradschool.terminal.widgets.example import ExampleBlock, State

if TYPE_CHECKING:
    from gradschool.terminal.screens.page import CoursePage

DRAWN_EVERY = 1 / 30  # seconds; a loop that prints is shown at this pace, not line by line
REFUSED_AFTER = 2.0  # seconds; code that catches everything does not let itself be interrupted


class Runner:
    """The running side of a lesson's page. Examples that are asked for while one runs wait their turn.

    Args:
        page: the page, whose session runs the examples and in whose thread everything is shown.
        lesson: the lesson's id.
        examples: its examples by their index; filled by the page while it is put together.
    """

    def __init__(self, page: CoursePage, lesson: str, examples: Mapping[int, ExampleBlock]) -> None:
        self._page, self._lesson, self._examples = page, lesson, examples
        self._queue: deque[ExampleBlock] = deque()
        self._inbox: deque[tuple[int, kernel.Event]] = deque()
        self._drawing: Timer | None = None
        self.busy = False

    # ----------------------------------------------------------------- what the page asks for

    def run(self, block: ExampleBlock) -> None:
        """Run an example, after those that run already."""
        if block.state in (State.WAITING, State.RUNNING):
            return
        self._queue.append(block)
        block.wait()
        if not self.busy:
            self._begin(self._run_queue)

    def run_above(self, block: ExampleBlock) -> None:
        """Run every example above one, in order."""
        if self.busy:
            return
        for one in self._examples.values():
            if one.example.index < block.example.index:
                one.wait()
        self._begin(partial(self._run_above, block.example.index))

    def interrupt(self) -> bool:
        """Stop the example that runs and those that wait. False if none does."""
        if not self.busy:
            return False
        while self._queue:
            self._queue.pop().forget()
        for block in self._examples.values():
            if block.state is State.RUNNING:
                block.stop()
        self._aside(partial(self._page.session.interrupt, self._lesson))
        return True

    def restart(self) -> None:
        """Begin again with an empty namespace; what runs is cut short."""
        while self._queue:
            self._queue.pop().forget()
        self._aside(self._restart)

    def abandon(self) -> None:
        """The page is left while something runs: stop it, whatever it takes, for nobody else can."""
        if self.busy:
            self._queue.clear()
            threading.Thread(target=self._abandon, daemon=True).start()

    # ----------------------------------------------------------------- in a thread of their own

    def _aside(self, work: Callable[[], None]) -> None:
        self._page.run_worker(work, thread=True, group="kernel", exit_on_error=False)

    def _run_queue(self) -> None:
        session, here = self._page.session, self._page.app.call_from_thread
        while (job := here(self._next_job)) is not None:
            index, code = job
            try:
                for event in session.run_example(self._lesson, index, code):
                    self._inbox.append((index, event))
            except errors.GradschoolError as error:
                self._inbox.append((index, kernel.Lost("worker", str(error))))

    def _abandon(self) -> None:
        with contextlib.suppress(errors.GradschoolError):
            self._page.session.interrupt(self._lesson)
            refused_at = time.monotonic() + REFUSED_AFTER
            while self.busy and time.monotonic() < refused_at:
                time.sleep(0.02)
            if self.busy:
                self._page.session.restart(self._lesson)

    def _run_above(self, index: int) -> None:
        try:
            for number, event in self._page.session.run_above(self._lesson, index):
                self._inbox.append((number, event))
        except errors.GradschoolError as error:
            self._page.app.call_from_thread(self._page.gradschool.say_error, error)
        self._page.app.call_from_thread(self._end)

    def _restart(self) -> None:
        try:
            self._page.session.restart(self._lesson)
        except errors.GradschoolError as error:
            self._page.app.call_from_thread(self._page.gradschool.say_error, error)
            return
        self._page.app.call_from_thread(self._restarted)

    # ----------------------------------------------------------------- in the page's thread

    def _begin(self, work: Callable[[], None]) -> None:
        self.busy = True
        self._drawing = self._drawing or self._page.set_interval(DRAWN_EVERY, self._drain)
        self._aside(work)

    def _next_job(self) -> tuple[int, str] | None:
        self._drain()
        if not self._queue or not self._page.is_attached:
            self._end()
            return None
        block = self._queue.popleft()
        block.begin()
        return block.example.index, block.code

    def _drain(self) -> None:
        """Show everything that has come since the last time, one update for each example."""
        batches: dict[int, list[kernel.Event]] = {}
        while self._inbox:
            index, event = self._inbox.popleft()
            batches.setdefault(index, []).append(event)
        for index, batch in batches.items():
            block = self._examples[index]
            if block.state is State.WAITING:
                block.begin()
            block.feed(batch)

    def _end(self) -> None:
        self._drain()
        self.busy = False
        if self._drawing is not None:
            self._drawing.stop()
            self._drawing = None
        for block in self._examples.values():
            if block.state in (State.WAITING, State.RUNNING):
                block.forget()

    def _restarted(self) -> None:
        for block in self._examples.values():
            if block.state is not State.RUNNING:
                block.forget()
        self._page.notify("A new kernel: nothing has run in it yet.", timeout=3)
