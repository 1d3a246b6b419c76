"""What a process may become, and the way into it: one line left open, walls up where they belong, then the role."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from gradschool.inside import sandbox
from gradschool.wire import Channel, Closed, Message

# Each is a module of this package with a function `serve(channel)`.
ROLES = frozenset({"observe", "examine", "live", "walls"})
CONFINED = frozenset({"observe", "walls"})


def play(setup: Message, line: socket.socket, walls: sandbox.Walls) -> NoReturn:
    """Cut every tie but the one line, go behind the walls, play the role, and end without ceremony."""
    status = 1
    try:
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        _keep_only(line.fileno())
        serve: Callable[[Channel], None] = import_module(f"gradschool.inside.{_known(setup)}").serve
        if setup["role"] in CONFINED:
            sandbox.confine(setup, walls)
        serve(Channel(line))
        status = 0
    except Closed:
        status = 0
    except SystemExit:
        status = 1
    finally:
        os._exit(status)


def _known(setup: Message) -> str:
    role = str(setup["role"])
    if role not in ROLES:
        raise SystemExit(f"there is no role {role!r}")
    return role


def _keep_only(descriptor: int) -> None:
    """Close everything but one descriptor; the standard three lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, min(os.sysconf("SC_OPEN_MAX"), 1 << 16))
