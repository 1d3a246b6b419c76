"""The role behind `gradschool doctor`: a confined process that tries each wall once, harmlessly."""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path

import torch

from gradschool.inside.sandbox import PACKAGE
from gradschool.wire import Channel


def serve(channel: Channel) -> None:
    """Try, and tell."""
    channel.receive()
    accelerator = torch.accelerator.current_accelerator()
    channel.send(
        {
            "torch": torch.__version__,
            "accelerator": str(accelerator) if accelerator is not None else "none: the CPU is used",
            "no writing outside": [_denied(_write), "a file beside the scratch folder"],
            "no reading of answers": [_denied(_solution), "the course's own folder"],
            "no reading of the home": [_denied(lambda: os.listdir(_home())), "the learner's home folder"],
            "no network": [_denied(lambda: socket.socket().close()), "a socket"],
            "no signals to others": [_denied(lambda: os.kill(os.getppid(), 0)), "the warm process"],
            "few processes": [_limited(resource.RLIMIT_NPROC), "the limit on processes, as an ordinary user"],
            "limited memory": [_limited(resource.RLIMIT_AS), "the limit on address space"],
            "limited files": [_limited(resource.RLIMIT_FSIZE), "the limit on what a file may hold"],
        }
    )


def _denied(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False


def _write() -> None:
    path = Path(os.getcwd()).parent / f"gradschool-doctor-{os.getpid()}"
    path.write_text("")
    path.unlink()


def _solution() -> None:
    os.listdir(PACKAGE / "course")


def _home() -> str:
    import pwd

    return pwd.getpwuid(PACKAGE.stat().st_uid).pw_dir


def _limited(what: int) -> bool:
    return resource.getrlimit(what)[0] != resource.RLIM_INFINITY and (what != resource.RLIMIT_NPROC or os.getuid() != 0)
