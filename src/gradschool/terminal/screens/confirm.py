"""One question before something is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static
from typing_extensions import override

from gradschool.terminal.screens.overlay import Sheet
from gradschool.terminal.widgets.press import Press


class ConfirmScreen(Sheet[bool]):
    """Yes or no. The safe answer has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "sure(True)", "Yes"),
        Binding("n", "sure(False)", "No"),
        Binding("left,right", "other", "Other answer", show=False),
    ]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__("Are you sure?")
        self._question, self._yes, self._no = question, yes, no

    @override
    def body(self) -> Iterable[Widget]:
        yield Static(self._question, classes="question-text", markup=False)
        with Horizontal(id="answers"):
            yield Press(self._no, "n", "sure(False)", name="no")
            yield Press(self._yes, "y", "sure(True)", name="yes")

    @on(events.Mount)
    def _mounted(self) -> None:
        self.add_class("-small")
        self.query_one("#no").focus()

    def action_sure(self, sure: bool) -> None:
        """Answer."""
        self.dismiss(sure)

    def action_other(self) -> None:
        """Move to the other answer."""
        self.focus_next()
