"""An exception as a learner reads it: their own frames, and one line for each way through a library."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable
from pathlib import Path
from traceback import FrameSummary, StackSummary, TracebackException
from typing import Any

from gradschool.wire import Message

_OURS = str(Path(__file__).parent)
_ROOTS = [sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")]


def describe(error: BaseException, cell: str, is_learners: Callable[[str], bool]) -> Message:
    """The message for `error`. `cell` is the example that ran, `is_learners` tells whether a file is the learner's."""
    line = _line_in(error, cell)
    if type(error).__module__.startswith("IPython."):
        error = error.with_traceback(None)  # a magic that was used wrongly: the line that called it is not Python
    told = TracebackException(type(error), error, error.__traceback__, compact=True)
    _trim(told, is_learners, set())
    lines = "".join(told.format()).replace("IPython.core.error.", "").rstrip("\n").split("\n")
    return {
        "type": "error",
        "name": type(error).__name__,
        "message": message_of(error),
        "traceback": lines,
        "line": line,
    }


def forget(error: BaseException | None) -> None:
    """Let go of the frames that `error` passed through, and so of every tensor in them: they refer to it in turn."""
    while error is not None and error.__traceback__ is not None:
        error.__traceback__ = None
        forget(error.__cause__)
        error = error.__context__


def message_of(error: BaseException) -> str:
    """What `error` says, on as many lines as it likes."""
    if isinstance(error, SyntaxError):
        return str(error.msg)  # without the place, which `line` tells
    try:
        return str(error)
    except Exception:  # the learner wrote this `__str__`
        return "<its message cannot be shown>"


def _line_in(error: BaseException, cell: str) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == cell:
        return error.lineno
    line, tb = None, error.__traceback__
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == cell:
            line = tb.tb_lineno
        tb = tb.tb_next
    return line


def _trim(told: TracebackException, is_learners: Callable[[str], bool], done: set[int]) -> None:
    """Trim the stack of `told`, of what caused it and of the exceptions it groups."""
    if id(told) in done:
        return
    done.add(id(told))
    if told.stack is not None:
        told.stack = _Trimmed(_frames(told.stack, is_learners))
    for other in (told.__cause__, told.__context__, *(getattr(told, "exceptions", None) or ())):
        if other is not None:
            _trim(other, is_learners, done)


def _frames(stack: StackSummary, is_learners: Callable[[str], bool]) -> list[FrameSummary]:
    """The learner's frames, and between them one that stands for all the others in a row, named after the first."""
    kept: list[FrameSummary] = []
    for frame in stack:
        if is_learners(frame.filename):
            kept.append(frame)
        elif kept and not _is_hidden(frame.filename):
            if kept[-1].filename == "":
                kept[-1].lineno = (kept[-1].lineno or 0) + 1
            else:
                kept.append(FrameSummary("", 1, _library(frame.filename), lookup_line=False, line=""))
    return kept


def _is_hidden(filename: str) -> bool:
    """The machinery that runs an example: nothing that anybody has called."""
    parts = filename.replace("\\", "/").split("/")
    return filename.startswith((_OURS, "<frozen ", "<magic-", "<decorator-gen")) or "IPython" in parts


def _library(filename: str) -> str:
    """The name that a learner imports what stands in `filename` by."""
    path = Path(filename)
    for root in _ROOTS:
        if path.is_relative_to(root):
            return path.relative_to(root).parts[0].removesuffix(".py")
    return path.stem


class _Trimmed(StackSummary):
    def __init__(self, frames: list[FrameSummary]) -> None:
        super().__init__()
        self.extend(frames)

    def format_frame_summary(self, frame_summary: FrameSummary, **options: Any) -> str:
        if frame_summary.filename:
            return super().format_frame_summary(frame_summary, **options)
        calls = "1 call" if frame_summary.lineno == 1 else f"{frame_summary.lineno} calls"
        return f"  … {calls} inside {frame_summary.name}\n"
