"""How soon the terminal app is there, and how soon it can judge: `python benchmarks/terminal.py`.

A real terminal each time, everything cold but the disk: from the start of the process to the first painted page, and to
the first verdict of a learner who opens an exercise at once and checks it. Beside them, in turns, what no app of this
kind can go below: a Python that does nothing, an empty Textual app, and a Python that imports torch.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence

from timing import Sheet, at_most, environment, median

ROUNDS = 5
FIRST_PAINT, COLD_VERDICT = 0.6, 2.5  # seconds
OVER_EMPTY_APP, OVER_TORCH = 2.5, 2.0  # times
PATIENCE = 60.0
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""
# Find the exercise by its number, open it, check what stands there.
STEPS = ((b"solved", b"\x10"), (b"something to do", b"1.10\r"), (b"Hint", b"\x0a"), (b"promises hold", b""))


def until_painted(command: Sequence[str], painted: bytes) -> float:
    """Seconds from the start of a program in a terminal until it shows something."""
    return until_done(command, ((painted, b""),))


def until_done(command: Sequence[str], steps: Sequence[tuple[bytes, bytes]]) -> float:
    """Seconds from the start of a program until the last of the steps was seen; after each, its keys are pressed."""
    side, theirs = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        program = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(GRADSCHOOL_HOME=home, TERM="xterm-256color"),
            start_new_session=True,
        )
        os.close(theirs)
        try:
            for seen, keys in steps:
                _wait(side, seen, began)
                os.write(side, keys)
            return time.perf_counter() - began
        finally:
            program.kill()
            program.wait()
            os.close(side)


def _wait(side: int, seen: bytes, began: float) -> None:
    shown = b""
    while seen not in shown:
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"never shown: {seen!r}")
        if select.select([side], [], [], 0.05)[0]:
            shown += os.read(side, 1 << 16)


def until_ended(code: str) -> float:
    """Seconds that a Python with this program takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environment(), check=True)
    return time.perf_counter() - began


def main() -> int:
    """Measure everything in turns and say what held."""
    sheet = Sheet("The terminal app")
    app = [sys.executable, "-m", "gradschool"]
    nothing, empty, paint, torch, verdict = [], [], [], [], []
    until_painted(app, b"solved")  # bytecode is written, the disk is warm
    for _ in range(ROUNDS):
        nothing.append(until_ended("pass"))
        empty.append(until_painted([sys.executable, "-c", EMPTY_APP], b"painted"))
        paint.append(until_painted(app, b"solved"))
        torch.append(until_ended("import torch"))
        verdict.append(until_done(app, STEPS))
    sheet.line("python -c pass", nothing)
    sheet.line("an empty Textual app, painted", empty)
    sheet.line(
        "gradschool, painted",
        paint,
        at_most(median(paint), FIRST_PAINT, "s"),
        at_most(median(paint) / median(empty), OVER_EMPTY_APP),
    )
    sheet.line("python -c 'import torch'", torch)
    sheet.line(
        "gradschool, cold, an exercise checked",
        verdict,
        at_most(median(verdict), COLD_VERDICT, "s"),
        at_most(median(verdict) / median(torch), OVER_TORCH),
    )
    return sheet.finish()


if __name__ == "__main__":
    sys.exit(main())
