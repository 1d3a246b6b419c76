"""Python-level standard output that is kept up to a limit and never fails."""

from __future__ import annotations

import io


class Capture(io.TextIOBase):
    """A text stream that keeps the first `limit` characters and counts the rest."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._room = limit
        self.dropped = 0

    def write(self, text: str) -> int:
        """Keep what fits."""
        kept = text[: self._room]
        if kept:
            self._parts.append(kept)
            self._room -= len(kept)
        self.dropped += len(text) - len(kept)
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True

    def text(self) -> str:
        """All that was kept, with a last line that says if something was not."""
        told = f"\n… {self.dropped:,} more characters were printed" if self.dropped else ""
        return "".join(self._parts) + told
