"""The live kernel as its faces see it: run code and read events; interrupt, restart, complete, inspect."""

from __future__ import annotations

import contextlib
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal, Protocol, Self

import msgspec

from gradschool.errors import UsageError, WorkerError
from gradschool.kernel.events import Completion, Done, Event, Lost, event_of
from gradschool.wire import Channel, Closed, Message

ANSWER_SECONDS = 1.0
STOP_SECONDS = 2.0
_LOOK, _MOMENT = 0.5, 0.001
_READY = "A fresh kernel stands ready with an empty namespace: run all above to get back."


class Ending(Protocol):
    """How a process ended: `gradschool.worker.Ended`."""

    @property
    def status(self) -> int:
        """The exit code, or minus the signal."""

    @property
    def reason(self) -> str:
        """`exit`, `signal`, `time` or `memory`."""


class Process(Protocol):
    """What the kernel needs of a `gradschool.worker.Fork`."""

    channel: Channel

    def interrupt(self) -> None:
        """SIGINT."""

    def pause(self) -> None:
        """SIGSTOP, for it and all that it started."""

    def resume(self) -> None:
        """SIGCONT."""

    def ended(self, timeout: float | None = None) -> Ending | None:
        """How it ended; None if it runs after `timeout` seconds."""

    def close(self) -> None:
        """Kill it, with all that it started, and let go of it."""


class Kernel:
    """A process in which examples run, one after the other, in one namespace. Use it by `with`.

    One thread runs code; others may interrupt, restart and complete at any time.

    Args:
        start: forks a fresh process for the role `live`; called again for every restart.

    Raises:
        WorkerError: no process could be started (from here and from `restart`; a run says it as `Lost`).
    """

    def __init__(self, start: Callable[[], Process]) -> None:
        self._start = start
        self._state = threading.RLock()  # of the names below; held for moments only
        self._ids = 0
        self._running: int | None = None
        self._begun = self._stop = False  # an interrupt before the code has begun is kept until then
        self._paused = False
        self._closed = False
        self._process: Process | None = start()
        self._line = threading.Lock()  # of the channel; held for a run, a completion, an inspection
        self._looking = threading.Lock()

    # ------------------------------------------------------------------ running

    def run(self, code: str, name: str = "example") -> Run:
        """Run `code` and return its events; it has begun when this returns. `name` stands for a file in tracebacks.

        Raises:
            UsageError: another run is not over yet, or the kernel is closed.
        """
        with self._state:
            if self._closed:
                raise UsageError("", "the kernel is closed", "Open the lesson again.")
            if self._running is not None:
                raise UsageError("", "another example is still running", "Wait for it, or interrupt it.")
            self._ids += 1
            number = self._running = self._ids
            self._begun = self._stop = False
        self._line.acquire()  # a completion may be under way; it takes a second at most
        run = Run(number, self._read, self._give_up)
        with self._state:
            try:
                if self._process is None and not self._closed:
                    self._process = self._start()
            except WorkerError as error:
                run.stillborn = str(error)
            run.process = self._process
        if run.process is not None:
            with contextlib.suppress(Closed):  # that nobody listens is found out when the first event is read
                run.process.channel.send({"do": "run", "id": number, "code": code, "name": name})
        return run

    def interrupt(self) -> None:
        """Ask the running code to stop, as Ctrl-C does; without effect when nothing runs.

        Code may refuse: what still runs after two seconds is stopped by `restart`.
        """
        with self._state:
            if self._running is not None and self._process is not None:
                self._stop = True
                if self._begun:
                    self._process.interrupt()
                self._go_on()  # what is frozen hears nothing

    def pause(self) -> bool:
        """Freeze the running code where it is, also in a tight loop; False when nothing runs."""
        with self._state:
            if self._running is None or self._process is None:
                return False
            self._paused = True
            self._process.pause()
            return True

    def resume(self) -> None:
        """Let it go on; without effect when nothing is paused."""
        with self._state:
            self._go_on()

    def _go_on(self) -> None:
        if self._paused and self._process is not None:
            self._process.resume()
        self._paused = False

    def restart(self) -> None:
        """A fresh process and an empty namespace, at once. A run that is under way ends with `Lost`.

        Raises:
            WorkerError: no process could be started.
        """
        with self._state:
            self._drop()
            if not self._closed:
                self._process = self._start()

    @property
    def busy(self) -> bool:
        """Whether a run is not over yet."""
        return self._running is not None

    @property
    def paused(self) -> bool:
        """Whether a run is frozen."""
        return self._paused

    @property
    def alive(self) -> bool:
        """Whether the process lives. One that does not is replaced by the next run."""
        process = self._process
        return process is not None and self._ending(process, _MOMENT) is None

    def close(self) -> None:
        """End the process and all that it started."""
        with self._state:
            self._closed = True
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ asking

    def complete(self, code: str, cursor: int) -> list[Completion]:
        """What fits at `cursor` (in characters); nothing while code runs."""
        try:
            return msgspec.convert(self._ask("complete", code, cursor) or [], list[Completion])
        except msgspec.ValidationError:
            return []

    def inspect(self, code: str, cursor: int) -> str:
        """What is known of the name at `cursor`; "" if nothing is, or while code runs."""
        found = self._ask("inspect", code, cursor)
        return found if isinstance(found, str) else ""

    def _ask(self, do: str, code: str, cursor: int) -> Any:
        if self._running is not None or not self._line.acquire(blocking=False):
            return None
        try:
            with self._state:
                self._ids += 1
                request, process = {"do": do, "id": self._ids, "code": code, "cursor": cursor}, self._process
            return _answer(process, request) if process is not None else None
        except (Closed, OSError):
            return None  # the next run will find out and say so
        finally:
            self._line.release()

    # ------------------------------------------------------------------ inside

    def _drop(self) -> None:
        process, self._process = self._process, None
        self._paused = False
        if process is not None:
            process.close()

    def _read(self, run: Run) -> Event:
        """The next event of `run`; after the last one the kernel is free."""
        if run.process is None:
            event: Event = Lost("worker", f"No kernel could be started: {run.stillborn}")
        else:
            try:
                event = self._next(run.id, run.process)
            except (Closed, OSError, ValueError):  # gone, or what came is no event: forged by the learner's code
                event = self._lost(run.process)
        if isinstance(event, Done | Lost):
            self._over(run)
        return event

    def _next(self, number: int, process: Process) -> Event:
        while True:
            # A process that is gone need not close the line: one that it forked may still hold it.
            while not _readable(process, _LOOK):
                if self._ending(process, _MOMENT) is not None and not _readable(process, 0):
                    raise Closed("it ended")
            event = self._take(number, process)
            if event is not None:
                return event

    def _take(self, number: int, process: Process) -> Event | None:
        """Receive one message, and return it if it is an event of run `number`."""
        message, blob = process.channel.receive()
        if message.get("id") != number:
            return None
        if message.get("type") != "begun":
            return event_of(message, blob)
        with self._state:
            self._begun = True
            if self._stop:
                process.interrupt()
        return None

    def _lost(self, process: Process) -> Lost:
        """The process is gone: say why, and have a new one."""
        with self._state:
            if self._closed:
                return Lost("restart", "The kernel was closed while this ran.")
            if self._process is not process:
                return Lost("restart", f"The kernel was restarted while this ran. {_READY}")
        reason, what = _cause(self._ending(process, STOP_SECONDS))
        if not self._begun:
            what += " That was before this example began."
        try:
            self.restart()
        except WorkerError as error:
            return Lost("worker", f"{what} No new kernel could be started: {error}")
        return Lost(reason, f"{what} {_READY}")

    def _ending(self, process: Process, timeout: float) -> Ending | None:
        with self._looking, contextlib.suppress(OSError):  # another thread has let go of it
            return process.ended(timeout)
        return None

    def _over(self, run: Run) -> None:
        run.finished = True
        with self._state:
            self._running = None
            self._go_on()  # the pause came as the run ended; the next one must not begin frozen
        self._line.release()

    def _give_up(self, run: Run) -> None:
        """Interrupt `run` and pass over what it still says; restart if it does not stop."""
        self.interrupt()
        deadline = time.monotonic() + STOP_SECONDS
        try:
            while run.process is not None and _readable(run.process, max(0.0, deadline - time.monotonic())):
                if isinstance(self._take(run.id, run.process), Done):
                    return
            self.restart()
        except (Closed, OSError, ValueError, WorkerError):
            with contextlib.suppress(WorkerError):
                self.restart()
        finally:
            self._over(run)


class Run(Iterator[Event]):
    """The events of one run, as they come; the last is `Done` or `Lost`. To let go of it early interrupts the code."""

    def __init__(self, number: int, read: Callable[[Run], Event], give_up: Callable[[Run], None]) -> None:
        self.id = number
        self.process: Process | None = None
        self.stillborn = ""
        self.finished = False
        self._read, self._give_up = read, give_up

    def __next__(self) -> Event:
        if self.finished:
            raise StopIteration
        return self._read(self)

    def close(self) -> None:
        """Give the run up, if it is not over."""
        if not self.finished:
            self._give_up(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def _answer(process: Process, request: Message) -> Any:
    process.channel.send(request)
    deadline = time.monotonic() + ANSWER_SECONDS
    while _readable(process, max(0.0, deadline - time.monotonic())):
        message, _ = process.channel.receive()
        if message.get("id") == request["id"]:
            return message.get("found")
    process.interrupt()  # it looks too long at something; its answer will be passed over
    return None


def _readable(process: Process, seconds: float) -> bool:
    try:
        return bool(select.select([process.channel.socket], [], [], seconds)[0])
    except (OSError, ValueError) as error:  # another thread has closed it
        raise Closed(str(error)) from error


def _cause(ending: Ending | None) -> tuple[Literal["exit", "crash", "memory", "time", "worker"], str]:
    if ending is None:
        return "crash", "The kernel stopped answering."
    if ending.status == -1:  # nobody could say how it ended, for the warm process that would know is gone itself
        return "worker", "The warm process was lost."
    if ending.reason == "time" and ending.status != -signal.SIGKILL:
        return "time", "The code ran longer than it may."
    if ending.reason == "memory" or ending.status == -signal.SIGKILL:
        return "memory", "The code was killed, most likely because the machine's memory ran out."
    if ending.status >= 0:
        return "exit", f"The code ended its own process (exit status {ending.status})."
    how = signal.strsignal(-ending.status) or f"signal {-ending.status}"
    return "crash", f"The code crashed the process ({how.lower()})."
