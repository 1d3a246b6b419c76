"""What a process may become, and the way into it: one line left open, walls up where they belong, then the role."""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from gradschool.inside import sandbox, warming
from gradschool.wire import Channel, Closed, Message

# Each is a module of this package with a function `serve(channel)`.
ROLES = frozenset({"observe", "examine", "explore", "live", "walls", "nothing"})
# Seconds that a spare waits for its job before it rehearses: under steady work it comes sooner, and then a rehearsal
# takes more of the processor than the verdict saves by it.
PATIENCE = 0.1
CONFINED = frozenset({"observe", "explore", "walls"})


def enter(role: str, folder: str | None, walls: sandbox.Walls, keep: int) -> int:
    """Cut every tie but the descriptor `keep`, and go behind the walls if the role belongs there.

    All that can be done before the job is known: a process may do it ahead, while nobody waits.

    Returns:
        How many processes the user had, for the limit on them.
    """
    for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    _keep_only(keep)
    if role not in CONFINED or folder is None:
        return 0
    tasks = sandbox.own_tasks()
    sandbox.confine(folder, walls)
    if role == "observe":
        gc.disable()  # one collection over torch's heap takes longer than most submissions
        if not select.select([keep], [], [], PATIENCE)[0]:
            warming.rehearse()  # touches the memory that the verdict will touch: the copies are made now
    return tasks


def act(setup: Message, line: socket.socket, tasks: int) -> None:
    """Set the limits of the job and play its role."""
    role = str(setup["role"])
    if role not in ROLES:
        raise SystemExit(f"there is no role {role!r}")
    serve: Callable[[Channel], None] = import_module(f"gradschool.inside.{role}").serve
    if role in CONFINED:
        sandbox.limit(float(setup["seconds"]), int(setup["memory_mib"]), tasks)
    serve(Channel(line))


def to_the_end(play: Callable[[], None]) -> NoReturn:
    """Play, and end the process without ceremony: nothing of the parent's may be flushed or finalized here."""
    status = 1
    try:
        play()
        status = 0
    except Closed:
        status = 0
    except SystemExit:
        status = 1
    finally:
        os._exit(status)


def _keep_only(descriptor: int) -> None:
    """Close everything but one descriptor; the standard three lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, min(os.sysconf("SC_OPEN_MAX"), 1 << 16))
