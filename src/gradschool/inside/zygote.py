"""The warm process: forks a process for each job, ends it in time, leaves nothing behind.

One thread, one loop. A client connects to the socket, sends a job with one file descriptor, and keeps the connection
for as long as the job may live. The forked process speaks with the client over that descriptor, never through this one.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from typing import Any, NoReturn, cast

from gradschool.inside import roles, sandbox, system
from gradschool.wire import Channel, Closed, Message

GRACE = 0.2
PAUSE = 1.0  # with nothing to do for so long, the next preload may begin
PUT_OFF = 2.0  # without a pause for so long, it begins all the same: every fork pays for what is not loaded here


class Job:
    """One forked process, as the warm process sees it."""

    def __init__(self, control: Channel, fork: Forked, role: str, seconds: float | None) -> None:
        self.control, self.pid, self.folder, self.role = control, fork.pid, fork.folder, role
        self._begun, self._seconds = time.monotonic(), seconds
        self.deadline = None if seconds is None else self._begun + seconds + GRACE
        self.reason = ""

    def postpone(self) -> None:
        """Give back the time in which it wanted a processor and others had them all: load must not change a verdict."""
        if self._seconds is not None:
            self.deadline = self._begun + self._seconds + GRACE + system.starved_seconds(self.pid)

    def kill(self, reason: str) -> None:
        """SIGKILL, not SIGINT: a learner's bare `except:` would swallow the interrupt."""
        self.reason = self.reason or reason
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGKILL)  # it may have died before it led a group


class Forked:
    """A process that was forked and waits for its job on `way`."""

    def __init__(self, pid: int, folder: str | None, way: Channel) -> None:
        self.pid, self.folder, self.way = pid, folder, way


class Zygote:
    """The loop of the warm process."""

    def __init__(
        self,
        listener: socket.socket,
        owner: int | None,
        idle_seconds: float | None,
        kin: frozenset[int] = frozenset(),
        *,
        spares: bool = False,
    ) -> None:
        self._listener, self._owner, self._idle, self._kin = listener, owner, idle_seconds, kin
        self._poll = selectors.DefaultSelector()
        self._jobs: dict[int, Job] = {}
        self._waiting: set[Channel] = set()
        self._busy_until = time.monotonic()
        self._walls = sandbox.Walls()
        self._preloads: Iterator[object] = iter(())
        self._to_load = False
        self._loaded = time.monotonic()
        self._over = False
        self._scratch = sandbox.scratch_root()
        self._spares, self._spare = spares, cast("Forked | None", None)
        self._bell, ring = os.pipe()
        for end in (self._bell, ring):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._owner_left())
        signal.set_wakeup_fd(ring, warn_on_full_buffer=False)

    def serve(self, preloads: Iterator[object]) -> None:
        """Run until the owner is gone, or nobody came for the idle time.

        In each pause one step of `preloads` is taken; where no pause comes, it is taken all the same.
        """
        system.prctl(system.PR_SET_CHILD_SUBREAPER, 1)
        self._preloads, self._to_load = preloads, True
        self._poll.register(self._listener, selectors.EVENT_READ, self._accept)
        self._poll.register(self._bell, selectors.EVENT_READ, self._reap)
        if self._owner is not None:
            self._poll.register(self._owner, selectors.EVENT_READ, self._owner_left)
        try:
            while not (self._over or self._left_alone()):
                events = self._poll.select(self._next_wake())
                if self._to_load and (not events or time.monotonic() - self._loaded > PUT_OFF):
                    self._preload()
                for key, _ in events:
                    key.data()
                self._end_overdue()
                self._keep_a_spare()
        finally:
            for job in self._jobs.values():
                job.kill("signal")
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _preload(self) -> None:
        if next(self._preloads, self) is self:
            self._to_load = False
            return
        gc.freeze()
        self._dismiss_spare()  # it was forked without what is loaded now
        self._loaded = time.monotonic()

    def _next_wake(self) -> float | None:
        deadlines = [job.deadline for job in self._jobs.values() if job.deadline is not None and not job.reason]
        if self._idle is not None:
            deadlines.append(self._busy_until + self._idle)
        if self._to_load:
            deadlines.append(time.monotonic() + PAUSE)
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _left_alone(self) -> bool:
        if self._jobs or self._waiting:
            self._busy_until = time.monotonic()
        return self._idle is not None and time.monotonic() >= self._busy_until + self._idle

    def _owner_left(self) -> NoReturn:
        self._over = True  # a signal may come in the middle of a preload, where a bare `except:` swallows what follows
        raise SystemExit(0)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        control = Channel(connection)
        self._waiting.add(control)
        self._poll.register(connection, selectors.EVENT_READ, lambda: self._request(control))

    def _request(self, control: Channel) -> None:
        """A client's first word: the job, with the descriptor that the forked process gets."""
        self._waiting.discard(control)
        self._poll.unregister(control.socket)
        try:
            control.socket.settimeout(2)
            descriptor = socket.recv_fds(control.socket, 1, 1)[1][0]
            setup, _ = control.receive(timeout=2)
        except (Closed, TimeoutError, OSError, IndexError):
            control.close()
            return
        with socket.socket(fileno=descriptor) as line:
            self._fork(control, setup, line)

    def _fork(self, control: Channel, setup: Message, line: socket.socket) -> None:
        if setup["role"] == "observe" and self._spare is not None:
            fork, self._spare = self._spare, None
        else:
            fork = self._forked(str(setup["role"]))
        with fork.way, contextlib.suppress(OSError, Closed):
            socket.send_fds(fork.way.socket, [b"\0"], [line.fileno()])
            fork.way.send(setup)
        seconds = setup.get("seconds")
        job = Job(control, fork, str(setup["role"]), float(seconds) if seconds else None)
        self._jobs[fork.pid] = job
        self._poll.register(control.socket, selectors.EVENT_READ, lambda: self._client_word(job))
        with contextlib.suppress(Closed):
            control.send({"pid": fork.pid})

    def _keep_a_spare(self) -> None:
        """While no verdict is under way, bring the next one's process behind the walls and let it rehearse."""
        if self._spares and self._spare is None and not any(job.role == "observe" for job in self._jobs.values()):
            self._spare = self._forked("observe")

    def _dismiss_spare(self) -> None:
        if self._spare is not None:
            spare, self._spare = self._spare, None
            spare.way.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(spare.pid, signal.SIGKILL)
            if spare.folder:
                shutil.rmtree(spare.folder, ignore_errors=True)

    def _forked(self, role: str) -> Forked:
        folder = tempfile.mkdtemp(dir=self._scratch) if role in roles.CONFINED else None
        ours, theirs = socket.socketpair()
        gate, opens = os.pipe()
        pid = os.fork()
        if pid == 0:
            roles.to_the_end(lambda: self._become(role, folder, theirs, gate, opens))
        theirs.close()
        os.close(gate)
        if folder:
            sandbox.scratch_owner(folder, pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpgid(pid, pid)
        os.close(opens)
        return Forked(pid, folder, Channel(ours))

    def _become(self, role: str, folder: str | None, way: socket.socket, gate: int, opens: int) -> None:
        """In the fork: get behind the walls, wait for the job and its line, and do it."""
        os.close(opens)
        os.setpgid(0, 0)
        os.read(gate, 1)  # until the scratch folder has its owner
        signal.set_wakeup_fd(-1)
        tasks = roles.enter(role, folder, self._walls, way.fileno())
        with Channel(way) as first:
            found = socket.recv_fds(way, 1, 1)[1]
            if not found:
                return  # a spare that nobody needed
            setup, _ = first.receive()
        roles.act(setup, socket.socket(fileno=found[0]), tasks)

    def _client_word(self, job: Job) -> None:
        if job.pid not in self._jobs:
            return  # it was reaped in this very round of the loop
        try:
            word, _ = job.control.receive(timeout=2)
        except (Closed, TimeoutError):
            job.kill("signal")
            with contextlib.suppress(KeyError, ValueError):
                self._poll.unregister(job.control.socket)
            return
        do = word.get("do")
        if do == "interrupt":
            with contextlib.suppress(ProcessLookupError):
                os.kill(job.pid, signal.SIGINT)
        elif do in ("pause", "resume"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(job.pid, signal.SIGSTOP if do == "pause" else signal.SIGCONT)
        else:
            job.kill("signal")

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for job in self._jobs.values():
            if job.deadline is not None and now >= job.deadline and not job.reason:
                job.postpone()
                if now >= job.deadline:
                    job.kill("time")

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._bell, 4096)
        while True:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            if self._spare is not None and pid == self._spare.pid:
                self._spare = None
            if pid in self._jobs:
                self._ended(self._jobs.pop(pid), os.waitstatus_to_exitcode(status), used)
        self._sweep()

    def _ended(self, job: Job, status: int, used: Any) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(job.pid, signal.SIGKILL)
        if job.folder:
            shutil.rmtree(job.folder, ignore_errors=True)
        reason = job.reason or ("exit" if status >= 0 else "signal")
        if not job.reason and status in (-signal.SIGXCPU, -signal.SIGKILL):
            # Not ours: the processor-time limit, or the kernel that ran out of memory.
            reason = "time" if status == -signal.SIGXCPU or used.ru_utime + used.ru_stime > 1 else "memory"
        with contextlib.suppress(Closed):
            job.control.send({"ended": {"status": status, "reason": reason, "peak_kib": used.ru_maxrss}})
        with contextlib.suppress(KeyError, ValueError):
            self._poll.unregister(job.control.socket)
        job.control.close()

    def _sweep(self) -> None:
        """Whatever a job started and left comes to us as the subreaper: a child that we did not fork dies here."""
        if not system.LINUX:
            return
        with contextlib.suppress(OSError), open(f"/proc/self/task/{os.getpid()}/children") as listing:
            ours = {*self._jobs, *self._kin, *([self._spare.pid] if self._spare else [])}
            for word in listing.read().split():
                if int(word) not in ours:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(word), signal.SIGKILL)
