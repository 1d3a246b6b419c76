"""The role of a process that stays: the live kernel, in which a lesson's examples run in one namespace."""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import getpass
import multiprocessing
import os
import random
import resource
import site
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gradschool.inside import tracebacks
from gradschool.inside.streams import Interrupts, Output
from gradschool.wire import Channel, Closed, Message

if TYPE_CHECKING:
    from gradschool.inside.shell import Shell
    from gradschool.inside.training import Training


def preload() -> None:
    """Import what every kernel needs, in the warm process, so that a fork of it has nothing left to import."""
    import asyncio  # noqa: F401

    import IPython.core.magics
    import IPython.core.oinspect
    import IPython.lib.pretty  # noqa: F401

    from gradschool.inside import completion, shell, training  # noqa: F401


def serve(channel: Channel) -> None:
    """Run, complete and inspect what is asked for, until the channel closes.

    The first message is the set-up: the `folder` to work in, and if need be `threads` (one, if it is not said) and
    `memory_mib` (as much as is free on this machine, if it is not said).
    """
    try:
        setup, _ = channel.receive()
        kernel = _Kernel(channel, setup)
        while True:
            request, _ = channel.receive()
            kernel.answer(request)
    except Closed:
        return


class _Kernel:
    """A shell, and what may be asked of it."""

    def __init__(self, channel: Channel, setup: Message) -> None:
        folder = str(setup["folder"])
        self._interrupts = Interrupts()
        self._output = Output(channel, self._interrupts)
        self._folder = f"{Path(folder).resolve()}/"
        self._flush_c = _c_flush()
        _settle(setup.get("threads"))
        _limit(setup.get("memory_mib"))
        self._training = _watched(self._output)
        self._shell = _new_shell(self._output, folder)
        self._names: set[str] = set()

    def answer(self, request: Message) -> None:
        """Do what `request` asks, and say so."""
        if request["do"] == "run":
            self._run(int(request["id"]), str(request["code"]), str(request["name"]))
            return
        self._output.quiet = True
        try:
            self._interrupts.begin()
            from gradschool.inside import completion

            find = completion.completions if request["do"] == "complete" else completion.described
            found: Any = find(self._shell, str(request["code"]), int(request["cursor"]))
        except (Exception, KeyboardInterrupt):  # some object of theirs did not like to be looked at
            found = None
        finally:
            self._interrupts.end()
            self._output.quiet = False
        self._output.reply({"id": request["id"], "type": "answer", "found": found})

    def _run(self, run: int, code: str, name: str) -> None:
        self._names.add(name)
        started = time.perf_counter()
        errors: list[BaseException] = []
        told: list[Message] = []
        try:
            try:
                self._output.begin(run)
                self._training.begin()
                errors = self._shell.execute(code, name)
            except BaseException as error:  # an interrupt just before the code began, or just after its end
                errors = [error]
            seconds = time.perf_counter() - started
            told = [tracebacks.describe(raised, name, self._is_learners) for raised in errors]
            # Frees what the code held, and so runs the learner's destructors: they may have to be interrupted, too.
            for raised in errors:
                tracebacks.forget(raised)
        except KeyboardInterrupt:
            seconds = time.perf_counter() - started
        finally:
            self._interrupts.end()
        self._flush_c()
        self._training.end()
        self._output.end(*told, {"type": "done", "ok": not errors, "seconds": seconds})

    def _is_learners(self, filename: str) -> bool:
        return filename in self._names or filename.startswith(self._folder)


def _watched(output: Output) -> Training:
    from gradschool.inside import training

    return training.Training(output)


def _new_shell(output: Output, folder: str) -> Shell:
    from gradschool.inside import shell

    return shell.new(output, folder)


def _settle(threads: int | None) -> None:
    """Make a fork of the warm process look like a Python that was just started."""
    import torch

    if threads is not None:
        torch.set_num_threads(threads)
    # Every fork would otherwise draw the same "random" numbers.
    torch.default_generator.seed()
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    nothing = Path(os.devnull).open()  # noqa: SIM115 (it lives as long as the process)
    os.dup2(nothing.fileno(), 0)
    sys.stdin = nothing
    builtins.input = getpass.getpass = _no_input
    sys.breakpointhook = _no_input
    # Data sets and models that an example defines exist in this process only; another start method cannot find them.
    if "fork" in multiprocessing.get_all_start_methods() and sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    _shorten_warnings()


def _limit(memory_mib: int | None) -> None:
    """An allocation that the machine cannot serve raises, where it would otherwise cost the process or the machine."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text().split()[5])  # data and stack, which is what RLIMIT_DATA counts
    allowed = _free_bytes() * 9 // 10 if memory_mib is None else memory_mib << 20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = pages * resource.getpagesize() + allowed
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _free_bytes() -> int:
    """What this machine, or the container that we are in, could still give."""
    lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    free = int(lines["MemAvailable"].split()[0]) << 10
    group = Path("/sys/fs/cgroup")
    with contextlib.suppress(OSError, ValueError):  # no container, or one without a limit ("max")
        free = min(free, int((group / "memory.max").read_text()) - int((group / "memory.current").read_text()))
    return max(free, 1 << 30)


def _no_input(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("examples cannot ask for input here")


def _shorten_warnings() -> None:
    """Show a warning of a library under its own name for the file, the same on every machine."""
    roots = sorted({f"{path}/" for path in [*site.getsitepackages(), *sys.path] if path}, key=len)

    as_it_was = warnings.formatwarning

    def formatwarning(message: Any, category: Any, filename: str, lineno: int, line: str | None = None) -> str:
        text = as_it_was(message, category, filename, lineno, line)
        for root in reversed(roots):
            if filename.startswith(root):
                return text.removeprefix(root)
        return text

    warnings.formatwarning = formatwarning


def _c_flush() -> Any:
    """What empties the buffers of C's own standard output."""
    flush = ctypes.CDLL(None).fflush
    return lambda: flush(None)
