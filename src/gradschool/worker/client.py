"""A warm process as its clients see it: a socket path, and forks that answer on a line of their own."""

from __future__ import annotations

import contextlib
import socket
import subprocess
from collections.abc import Callable
from typing import Self

from msgspec import Struct

from gradschool.errors import WorkerError
from gradschool.wire import Channel, Closed, Message

START_SECONDS = 120.0
LIVE = ".live"  # the socket of the process beside it, which forks live kernels


class Ended(Struct, frozen=True):
    """How a fork ended. `status`: exit code, or minus the signal. `reason`: exit, signal, time or memory."""

    status: int
    reason: str
    peak_kib: int = 0


class Fork:
    """One forked process. Use it by `with`: leaving kills it and all that it started."""

    def __init__(self, control: Channel, channel: Channel, pid: int) -> None:
        self._control, self.channel, self.pid = control, channel, pid
        self._ended: Ended | None = None

    def interrupt(self) -> None:
        """SIGINT, as Ctrl-C gives it."""
        with contextlib.suppress(Closed):
            self._control.send({"do": "interrupt"})

    def pause(self) -> None:
        """SIGSTOP for it and its process group."""
        with contextlib.suppress(Closed):
            self._control.send({"do": "pause"})

    def resume(self) -> None:
        """SIGCONT for it and its process group."""
        with contextlib.suppress(Closed):
            self._control.send({"do": "resume"})

    def kill(self) -> None:
        """SIGKILL for it and its process group."""
        with contextlib.suppress(Closed):
            self._control.send({"do": "kill"})

    def ended(self, timeout: float | None = None) -> Ended | None:
        """Wait for its end; None if it still runs after `timeout` seconds."""
        if self._ended is None:
            try:
                word, _ = self._control.receive(timeout)
                self._ended = Ended(**word["ended"])
            except TimeoutError:
                return None
            except (Closed, KeyError, TypeError):
                self._ended = Ended(status=-1, reason="signal")
        return self._ended

    def close(self) -> None:
        """Kill it if it still runs, and let go of both lines."""
        self._control.close()
        self.channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Worker:
    """A warm process: its own child (ended on `close`) or one in the background that others share.

    Args:
        path: where it listens.
        process: the child that listens there, if it is ours.
        release: what to do when this worker is closed.
    """

    def __init__(
        self, path: str, process: subprocess.Popen[bytes] | None = None, release: Callable[[], None] | None = None
    ) -> None:
        self.path, self._process, self._release = path, process, release

    @property
    def pid(self) -> int | None:
        """The warm process's number, if it is ours."""
        return self._process.pid if self._process is not None else None

    @property
    def alive(self) -> bool:
        """Whether the warm process still runs (as far as its parent can tell)."""
        return self._process is None or self._process.poll() is None

    def fork(self, role: str, setup: Message, *, seconds: float | None = None, memory_mib: int | None = None) -> Fork:
        """Fork a process for `role`, hand it `setup` as its first message, and return its line.

        Args:
            role: observe, examine or live.
            setup: what the role wants to know.
            seconds: wall-clock time after which it is killed; None for one that stays.
            memory_mib: how much it may allocate above the warm process.

        Raises:
            WorkerError: the warm process is gone or does not answer.
        """
        ours, theirs = socket.socketpair()
        job = {"role": role, "seconds": seconds, "memory_mib": memory_mib}
        with theirs:
            control = self._call(job, theirs)
        channel = Channel(ours)
        try:
            pid = int(control.receive(START_SECONDS)[0]["pid"])
            channel.send(setup)
        except (Closed, TimeoutError, KeyError) as error:
            control.close()
            channel.close()
            raise WorkerError("the warm process", "it was lost", "Run the command again; it starts anew.") from error
        return Fork(control, channel, pid)

    def _call(self, job: Message, line: socket.socket) -> Channel:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        control = Channel(connection)
        try:
            connection.connect(self.path + (LIVE if job["role"] == "live" else ""))
            socket.send_fds(connection, [b"\0"], [line.fileno()])
            control.send(job)
        except (OSError, Closed) as error:
            control.close()
            raise WorkerError(
                "the warm process", f"it cannot be reached ({error})", "Run the command again."
            ) from error
        return control

    def close(self) -> None:
        """End the warm process if it is ours."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        if self._release is not None:
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
