"""What lies over a page for a moment: a titled sheet that Escape closes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static
from typing_extensions import override

from gradschool.terminal.widgets.bars import KeyBar

Given = TypeVar("Given")


class Sheet(ModalScreen[Given]):
    """A sheet over the page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", key_display="Esc")]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._heading = title

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            yield Static(self._heading, id="heading", markup=False)
            yield from self.body()
        yield KeyBar()

    def body(self) -> Iterable[Widget]:
        """What stands on the sheet."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Close it, with nothing chosen."""
        self.dismiss(None)
