"""Text becomes a running module whose tracebacks show its own lines."""

from __future__ import annotations

import linecache
import sys
import types
from functools import lru_cache
from typing import Any

from gradschool.inside.observations import message_of

ANSWER = "answer"


def load(source: str, filename: str, name: str = ANSWER) -> dict[str, Any]:
    """Run `source` as the module `name` and return its namespace.

    Raises:
        BaseException: whatever the program raises, SyntaxError included.
    """
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    module = types.ModuleType(name)
    module.__file__ = filename
    sys.modules[name] = module
    exec(_compiled(source, filename), module.__dict__)
    return module.__dict__


@lru_cache(maxsize=256)
def _compiled(source: str, filename: str) -> types.CodeType:
    """The examiner runs an exercise's mistakes again for every wrong answer."""
    return compile(source, filename, "exec", dont_inherit=True)


def describe(error: BaseException, filename: str) -> dict[str, Any]:
    """What a learner needs of an exception: its class, its text, and the lines of their own file it came through."""
    frames: list[str] = []
    line: int | None = None
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == filename:
            line = trace.tb_lineno
            frames.append(f"line {line} in {code.co_name}: {linecache.getline(filename, line).strip()}")
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = error.lineno
        frames.append(f"line {line}: {(error.text or '').strip()}")
    message = error.msg if isinstance(error, SyntaxError) and isinstance(error.msg, str) else message_of(error)
    return {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__],
        "message": message,
        "line": line,
        "frames": frames[-8:],
    }
