"""Spans of time in words, to the day."""

from __future__ import annotations

import time

DAY = 86_400.0


def since(moment: float) -> str:
    """How long ago a moment was, in seconds since 1970."""
    seconds = time.time() - moment
    return "today" if seconds < DAY / 2 else f"{days(seconds)} ago"


def days(seconds: float) -> str:
    """A span in whole days, at least one."""
    count = max(1, round(seconds / DAY))
    return "a day" if count == 1 else f"{count} days"
