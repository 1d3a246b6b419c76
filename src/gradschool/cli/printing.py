"""Rich output of the commands that print prose and code."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@functools.cache
def console() -> Console:
    """The terminal, as wide as reads well."""
    from rich.console import Console

    found = Console(highlight=False)
    found.width = min(found.width, 100)
    return found


def print_markdown(text: str) -> None:
    """Prose with maths, as a terminal shows it."""
    from gradschool.render.markdown import Markdown

    console().print(Markdown(text))


def print_code(code: str) -> None:
    """Python, in color where there is color."""
    from gradschool.render.code import highlighted

    console().print(highlighted(code))
