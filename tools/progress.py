"""Say how far the set-up is: one line for each phase, kept moving where there is a terminal."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time


class Progress:
    """Tells the phases of the set-up in order."""

    def __init__(self) -> None:
        self.title = ""
        self.detail = ""
        self.began = self.phase_began = time.monotonic()
        self.live = sys.stderr.isatty()

    def phase(self, title: str) -> None:
        """Begin the next phase."""
        self.close()
        self.title, self.detail, self.phase_began = title, "", time.monotonic()
        if not self.live:
            say(f"- {title}")
        self.tick()

    def note(self, detail: str, important: bool = False) -> None:
        """Show what the phase is at; without a terminal only what is `important` gets a line."""
        if detail != self.detail and important and not self.live:
            say(f"  {detail}")
        self.detail = detail
        self.tick()

    def tick(self) -> None:
        """Draw the line of the phase again, with the seconds that it has taken."""
        if self.live and self.title:
            seconds = time.monotonic() - self.phase_began
            what = ": ".join(part for part in (self.title, self.detail) if part)
            line = f"- {what} ({seconds:.0f} s)"
            sys.stderr.write("\r\033[K" + line[: shutil.get_terminal_size().columns - 1])
            sys.stderr.flush()

    def wait(self, process: subprocess.Popen[str]) -> None:
        """Wait for a silent process, keeping the seconds moving."""
        while True:
            try:
                process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                self.tick()
            else:
                return

    def close(self) -> None:
        """End the line of the phase, so that what comes next starts on its own."""
        if self.live and self.title:
            self.detail = ""
            self.tick()
            sys.stderr.write("\n")
        self.title = ""

    def done(self) -> None:
        """Say that everything is ready."""
        self.close()
        say(f"Ready after {time.monotonic() - self.began:.0f} s.")


def say(line: str) -> None:
    """Print one line where the set-up talks: standard output belongs to the program that is handed over to."""
    print(line, file=sys.stderr, flush=True)
