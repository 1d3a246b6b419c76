"""What could stand at the cursor, and what is known of the name that stands there."""

from __future__ import annotations

import builtins
import inspect
import itertools
import keyword
import re
import types
from typing import TYPE_CHECKING, Any

from IPython.core.completer import provisionalcompleter
from IPython.utils.tokenutil import token_at_cursor

from gradschool.wire import Message

if TYPE_CHECKING:
    from gradschool.inside.shell import Shell

_MOST = 200
_MOST_DESCRIBED = 60
_DOTTED = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)\.\w*$")
_NOTHING = object()


def completions(shell: Shell, code: str, cursor: int) -> list[Message]:
    """What fits at `cursor` (in characters), at most 200: text, start, end, type and, of the first 60, signature."""
    before = code[:cursor]
    with provisionalcompleter():
        found = list(itertools.islice(shell.Completer.completions(code, cursor), 2 * _MOST))
    line = before.rpartition("\n")[2].lstrip()
    if line.startswith(("from ", "import ")):
        found.sort(key=lambda match: match.text)  # IPython keeps these in a set
    owner = _owner(shell, before)
    told: list[Message] = []
    for match in found:
        # IPython replaces the dot as well, or all that stands before it; an editor wants the word alone.
        head, dot, _ = before[match.start :].rpartition(".")
        cut = len(head + dot) if match.text.startswith(head + dot) else 0
        text, start = match.text[cut:], match.start + cut
        if text.startswith("%") and not line.startswith("%"):
            continue
        kind, signature = match.type or "", ""
        if len(told) < _MOST_DESCRIBED:
            kind, signature = _facts(_value(shell, owner, text), text, kind)
        told.append({"text": text, "start": start, "end": match.end, "type": kind, "signature": signature})
    return told[:_MOST]


def described(shell: Shell, code: str, cursor: int) -> str:
    """What `?` says of the name at `cursor`, or of the function in whose call it stands; "" if it knows none."""
    name = token_at_cursor(code, cursor)
    if not name:
        return ""
    try:
        told = shell.object_inspect_mime(name)["text/plain"]  # type: ignore[no-untyped-call]
    except KeyError:
        return ""
    return shell.without_folder(told).rstrip()


def _owner(shell: Shell, before: str) -> Any:
    """What stands before the last dot, if it is a name of names; found without running a property."""
    dotted = _DOTTED.search(before)
    if dotted is None:
        return None
    first, *rest = dotted.group(1).split(".")
    value: Any = shell.user_ns.get(first, _NOTHING)
    for name in rest:
        value = _attribute(value, name)
    return value


def _value(shell: Shell, owner: Any, text: str) -> Any:
    if owner is not None:
        return _attribute(owner, text)
    return shell.user_ns.get(text, getattr(builtins, text, _NOTHING))


def _attribute(value: Any, name: str) -> Any:
    if value is _NOTHING:
        return _NOTHING
    if isinstance(value, types.ModuleType):
        return vars(value).get(name, _NOTHING)
    try:
        found = inspect.getattr_static(value, name)
    except AttributeError:
        return _NOTHING
    return found.__func__ if isinstance(found, (staticmethod, classmethod)) else found


def _facts(value: Any, text: str, kind: str) -> tuple[str, str]:
    """Its type in a word, and its signature where that costs nothing."""
    if value is _NOTHING:
        return ("keyword" if keyword.iskeyword(text) else "" if kind == "<unknown>" else kind), ""
    if isinstance(value, types.ModuleType):
        return "module", ""
    if isinstance(value, type):
        return "class", _signature(value)
    if inspect.isdatadescriptor(value):
        return "property", ""
    return ("function", _signature(value)) if inspect.isroutine(value) else (type(value).__name__, "")


def _signature(value: Any) -> str:
    try:
        return str(inspect.signature(value)).replace("(self, ", "(").replace("(self)", "()")
    except (TypeError, ValueError):
        # Functions written in C: torch writes the signature in the first line of their documentation.
        first = (getattr(value, "__doc__", None) or "").strip().partition("\n")[0]
        _, bracket, rest = first.partition("(")
        return bracket + rest if len(first) < 200 else ""
