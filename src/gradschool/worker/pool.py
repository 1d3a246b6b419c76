"""A worker for machines on which a process with torch must not be forked: processes of one job each, started ahead."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from typing import Self

from gradschool.errors import WorkerError
from gradschool.wire import Channel, Closed, Message
from gradschool.worker.client import START_SECONDS, Ended
from gradschool.worker.environment import environment

AHEAD = 2


class Single:
    """One process of one job, with the same interface as a `Fork`."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "gradschool.inside.single", str(theirs.fileno())],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self.channel, self.pid = Channel(ours), self._process.pid
        self._reason, self._folder = "", ""
        self._watch: threading.Timer | None = None

    def begin(self, job: Message, setup: Message, seconds: float | None) -> None:
        """Give it its job.

        Raises:
            WorkerError: it was lost.
        """
        try:
            self.channel.receive(START_SECONDS)
            self._folder = tempfile.mkdtemp(prefix="gradschool-single-")
            self.channel.send(job | {"folder": self._folder})
            self.channel.send(setup)
        except (Closed, TimeoutError) as error:
            self.close()
            raise WorkerError("a waiting process", "it was lost", "Run the command again; it starts anew.") from error
        if seconds is not None:
            self._watch = threading.Timer(seconds, self._overdue)
            self._watch.daemon = True
            self._watch.start()

    def _overdue(self) -> None:
        self._reason = self._reason or "time"
        self.kill()

    def interrupt(self) -> None:
        """SIGINT, as Ctrl-C gives it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)

    def pause(self) -> None:
        """SIGSTOP for it and its process group."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT for it and its process group."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL for it and its process group."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def ended(self, timeout: float | None = None) -> Ended | None:
        """Wait for its end; None if it still runs after `timeout` seconds."""
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        over = {-signal.SIGXCPU: "time", -signal.SIGKILL: "memory"}.get(status, "exit" if status >= 0 else "signal")
        return Ended(status, self._reason or over)

    def close(self) -> None:
        """Kill it if it still runs, and remove its folder."""
        self._reason = self._reason or "signal"
        if self._watch is not None:
            self._watch.cancel()
        self.kill()
        self.channel.close()
        self._process.wait()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Pool:
    """Stands where a `Worker` stands: `fork` hands out a process that was started ahead, and starts the next."""

    def __init__(self, ahead: int = AHEAD) -> None:
        self._ahead, self._lock = ahead, threading.Lock()
        # Only where it is needed: it brings `logging` along, and every command would wait for that.
        from concurrent.futures import ThreadPoolExecutor

        # A confined process dies with the *thread* that started it: that has to be one which lives as long as the pool.
        self._starter = ThreadPoolExecutor(1, "start")
        self._waiting: deque[Single] = deque()
        self._closed = False
        self._fill()

    @property
    def alive(self) -> bool:
        """A pool has no process that could be lost for all."""
        return not self._closed

    def _fill(self) -> None:
        while len(self._waiting) < self._ahead:
            self._waiting.append(self._starter.submit(Single).result())

    def fork(self, role: str, setup: Message, *, seconds: float | None = None, memory_mib: int | None = None) -> Single:
        """A process for `role`: see `Worker.fork`. The first ones take as long as torch takes to import."""
        with self._lock:
            self._fill()
            single = self._waiting.popleft()
        single.begin({"role": role, "seconds": seconds, "memory_mib": memory_mib}, setup, seconds)
        with self._lock:
            if not self._closed:
                self._fill()
        return single

    def close(self) -> None:
        """End those that wait."""
        with self._lock:
            self._closed = True
            for single in self._waiting:
                single.close()
            self._waiting.clear()
        self._starter.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
