"""A program in a terminal of its own that judges a file when it is saved: from the save to the verdict's last line."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

PATIENCE = 120.0
# The terminal becomes the program's own, so that Ctrl-C and its end reach the program as they would reach a learner's.
_IN_TERMINAL = "import os, sys; os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])"
_STYLE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Watching:
    """A program in a pseudo-terminal, ended on leaving. Use it by `with`."""

    def __init__(self, command: Sequence[str], folder: Path, variables: dict[str, str]) -> None:
        self._command = " ".join(command)
        self._master, terminal = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IN_TERMINAL, *command],
            cwd=folder,
            env=variables | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        self._seen = b""

    def wait_for(self, pattern: str, patience: float = PATIENCE) -> str:
        """Read on until `pattern` has been printed; return what was printed since the last call, to its end.

        Raises:
            TimeoutError: it was not printed within `patience` seconds.
        """
        searched = re.compile(pattern.encode())
        deadline = time.monotonic() + patience
        while True:
            plain = _STYLE.sub(b"", self._seen)
            if found := searched.search(plain):
                self._seen = plain[found.end() :]
                return plain[: found.end()].decode("utf-8", "replace")
            ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError(f"{self._command} did not print {pattern!r}, but:\n{plain.decode()}")
            try:
                more = os.read(self._master, 1 << 16)
            except OSError:  # Linux's way of saying that nobody holds the other end any more
                more = b""
            if not more:
                raise SystemExit(f"{self._command} ended:\n{plain.decode()}")
            self._seen += more

    def after_saving(self, file: Path, text: str, pattern: str, patience: float = PATIENCE) -> tuple[float, str]:
        """Save `text` and return the seconds until `pattern` is printed, and what was printed."""
        began = time.perf_counter()
        file.write_text(text, "utf-8")
        printed = self.wait_for(pattern, patience)
        return time.perf_counter() - began, printed

    def close(self) -> None:
        """End the program as Ctrl-C does, or harder."""
        with contextlib.suppress(OSError):
            os.write(self._master, b"\x03")
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
