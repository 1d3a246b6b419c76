"""What is shown while the terminal is too small to read in."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static
from typing_extensions import override

WIDTH, HEIGHT = 60, 18


def fits(size: Size) -> bool:
    """Whether the pages can be read at this size."""
    return size.width >= WIDTH and size.height >= HEIGHT


class TooSmallScreen(ModalScreen[None]):
    """Covers everything until the terminal has grown."""

    @override
    def compose(self) -> ComposeResult:
        yield Static(id="small")

    @on(events.Resize)
    def _resized_to_fit(self) -> None:
        size = self.app.size
        self.query_one("#small", Static).update(
            f"This terminal is {size.width} × {size.height}.\n"
            f"gradschool needs at least {WIDTH} × {HEIGHT}.\n\n"
            "Make the window larger, or the text smaller.\nNothing is lost. Ctrl+Q quits."
        )
