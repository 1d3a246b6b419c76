"""Whether two programs crashed alike: the same class, and the same words or the same line."""

from __future__ import annotations

import difflib
import re
from typing import Any

from gradschool.wire import Message

_ALIKE = 0.7
_LONGEST = 300
# What differs between two runs of one bug: sizes and the names that people choose.
_PARTICULARS = re.compile(r"\d+|'[^']*'|\"[^\"]*\"")


def crash_likeness(wrong: Message, got: Message) -> float | None:
    """How alike two described exceptions are, from 0 to 1 for the same words; None where they are of different kinds.

    The same class alone says little (any slip is a TypeError), unless it is the program's own `raise`: whoever refuses
    an input does so in words of their own.
    """
    if wrong.get("type") != got.get("type"):
        return None
    mine, theirs = str(wrong.get("message"))[:_LONGEST], str(got.get("message"))[:_LONGEST]
    if mine == theirs:
        return 1.0
    if _PARTICULARS.sub("", mine) == _PARTICULARS.sub("", theirs):
        return 0.9
    one, other = _line(wrong), _line(got)
    if one.startswith(("raise ", "assert ")) and other.startswith(("raise ", "assert ")):
        return 0.5
    alike = difflib.SequenceMatcher(None, one, other).ratio() if one and other else 0.0
    return alike / 2 if alike >= _ALIKE else None


def _line(told: dict[str, Any]) -> str:
    """The code of the program's own line that it stopped in."""
    frames = told.get("frames")
    last = str(frames[-1]) if isinstance(frames, list) and frames else ""
    return last.partition(": ")[2].strip()[:_LONGEST]
