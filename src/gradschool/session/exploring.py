"""Settings of an explorer as one types them: words such as `rows=3`."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping

from gradschool.errors import UsageError


def settings_of(words: Iterable[str] | str) -> dict[str, str]:
    """Settings of an explorer out of words such as `rows=3`; one text is split as a shell splits it.

    Raises:
        UsageError: a word is no setting.
    """
    try:
        parts = shlex.split(words) if isinstance(words, str) else list(words)
    except ValueError as error:
        raise UsageError(str(words), f"this cannot be read ({error})", "Quote what has spaces: a='x + y'.") from error
    settings = {}
    for part in parts:
        name, sign, value = part.partition("=")
        if not sign or not name:
            raise UsageError(part, "this is no setting", "Write name=value.")
        settings[name] = value
    return settings


def settings_line(settings: Mapping[str, str]) -> str:
    """The settings as words that `settings_of` reads back."""
    return shlex.join(f"{name}={value}" for name, value in settings.items())
