"""Explorers in a notebook: interactive pictures, computed in the learner's own kernel.

```python
from gradschool.explore import explore

explore("strides", operation="x.t()")
```
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from gradschool.inside import explorers
from gradschool.inside.controls import as_text
from gradschool.model import View

__all__ = ["Explored", "explore", "names"]

# A page of the studio defines these colors; a notebook has to be told them, for light and for dark.
_LIGHT = "--gs-ink:#1d2433;--gs-muted:#5c6675;--gs-line:#c9d0da;--gs-panel:#eef1f5;--gs-paper:#ffffff;"
_LIGHT += "--gs-accent:#2563c9;--gs-warm:#b4530a;--gs-good:#1a7f4b;--gs-bad:#c02434;--gs-violet:#7c3fb5;"
_DARK = "--gs-ink:#e6e9ef;--gs-muted:#9aa4b2;--gs-line:#3d4654;--gs-panel:#242b36;--gs-paper:#14161b;"
_DARK += "--gs-accent:#6ea8ff;--gs-warm:#f0a35e;--gs-good:#5cc98f;--gs-bad:#ff7b86;--gs-violet:#c29bf0;"
_STYLE = (
    f".gs-explorer{{{_LIGHT}color:var(--gs-ink)}}"
    ".gs-explorer svg{max-width:100%;height:auto;margin:4px 12px 4px 0;vertical-align:top}"
    f"@media(prefers-color-scheme:dark){{:root:not(:has(body[data-jp-theme-light=true])) .gs-explorer{{{_DARK}}}}}"
    f"[data-jp-theme-light=false] .gs-explorer,.vscode-dark .gs-explorer{{{_DARK}}}"
)


class Explored:
    """An explorer with its settings: a picture in a notebook, text elsewhere."""

    def __init__(self, name: str, view: View) -> None:
        self.name, self.view = name, view

    def __repr__(self) -> str:
        if self.view.error:
            return f"{self.view.title}: {self.view.error}"
        return f"{self.view.title}\n\n{self.view.text}\n\n{self.view.note}"

    def _repr_html_(self) -> str:
        from html import escape

        if self.view.error:
            return f"<p><strong>{escape(self.view.title)}</strong>: {escape(self.view.error)}</p>"
        return (
            f'<div class="gs-explorer"><style>{_STYLE}</style><p><strong>{escape(self.view.title)}</strong></p>'
            f"{self.view.html}<p>{escape(self.view.note)}</p></div>"
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


def names() -> tuple[str, ...]:
    """The explorers that there are."""
    return explorers.NAMES


def explore(name: str, settings: Mapping[str, object] | None = None, /, **more: object) -> Explored:
    """The explorer `name` with these settings; the defaults for what is left out.

    Raises:
        ValueError: there is no explorer of that name.
    """
    given = {
        key: value if isinstance(value, str) else as_text(value) for key, value in {**(settings or {}), **more}.items()
    }
    if name not in explorers.NAMES:
        near = difflib.get_close_matches(name, explorers.NAMES, n=1)
        said = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(explorers.NAMES)}."
        raise ValueError(f"There is no explorer {name!r}. {said}")
    return Explored(name, explorers.view(name, given))
