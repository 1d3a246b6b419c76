"""Replays a script in a real terminal: keys go through a pseudo-terminal, the screen is what a terminal would draw.

A script has one command on each line:

    start           start the program
    type TEXT       type it, character by character
    press KEY       press a key by its name
    expect TEXT     wait until the screen shows it
    size 80x24      change the size of the terminal
    ended           wait until the program has ended, with status 0
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import pyte

PATIENCE = 90.0  # seconds: a machine under load is slow, and that is no fault of the program
KEYS = {
    "enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "ctrl+end": "\x1b[1;5F", "ctrl+down": "\x1b[1;5B",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f7": "\x1b[18~",
    "f8": "\x1b[19~", "f9": "\x1b[20~",
}  # fmt: skip
KEYS |= {f"ctrl+{letter}": chr(ord(letter) - ord("a") + 1) for letter in "abcdefghijklmnopqrstuvwxyz"}
# The program must own its terminal, so that Ctrl+C and a new size reach it.
OWN_THE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


class Terminal:
    """A terminal with one program in it."""

    def __init__(self, command: list[str], environment: Mapping[str, str], size: tuple[int, int] = (80, 24)) -> None:
        self._command, self._environment = (
            command,
            {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
        )
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._process: subprocess.Popen[bytes] | None = None
        self._side = -1
        self.raw = b""
        self.background = b""  # what it answers when it is asked for its background, such as b"ffff/ffff/ffff"

    # ----------------------------------------------------------------- the commands of a script

    def start(self) -> None:
        """Start the program."""
        self.close()
        self.screen.reset()
        self._side, theirs = pty.openpty()
        self.size(f"{self.screen.columns}x{self.screen.lines}")
        self._process = subprocess.Popen(
            [sys.executable, "-c", OWN_THE_TERMINAL, *self._command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=self._environment,
            start_new_session=True,
        )
        os.close(theirs)

    def type(self, text: str) -> None:
        """Type some text."""
        for character in text:
            os.write(self._side, character.encode())
            self._read(0.002)

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._side, KEYS[key].encode())
        self._read(0.05)  # an escape and what follows at once would be another key

    def expect(self, text: str) -> None:
        """Wait until the screen shows `text`."""
        deadline = time.monotonic() + PATIENCE
        while text.casefold() not in self.text.casefold():
            assert time.monotonic() < deadline, f"never shown: {text!r}\n{self.text}"
            self._read(0.05)

    def size(self, size: str) -> None:
        """Give the terminal another size."""
        columns, lines = (int(part) for part in size.split("x"))
        fcntl.ioctl(self._side, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def ended(self) -> None:
        """Wait until the program has ended well."""
        assert self._process is not None, "nothing was started"
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < deadline, f"it did not end\n{self.text}"
            self._read(0.05)
        assert self._process.returncode == 0, self.text

    # ----------------------------------------------------------------- looking at it

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _read(self, seconds: float) -> None:
        while select.select([self._side], [], [], seconds)[0]:
            try:
                came = os.read(self._side, 65536)
            except OSError:  # the other side is closed
                return
            if not came:
                return
            self.raw += came
            self._stream.feed(came)
            if self.background and b"\x1b]11;?" in came:
                os.write(self._side, b"\x1b]11;rgb:" + self.background + b"\x1b\\\x1b[?62;22c")
            seconds = 0

    def close(self) -> None:
        """End the program if it runs, and let go of the terminal."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._side >= 0:
            os.close(self._side)
            self._side = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def replay(script: Path, terminal: Terminal) -> None:
    """Do what a script says."""
    for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), start=1):
        command, _, rest = line.partition(" ")
        if not command or command.startswith("#"):
            continue
        try:
            getattr(terminal, command)(*([rest] if rest else []))
        except AssertionError as error:
            raise AssertionError(f"{script.name}, line {number}: {error}") from None
