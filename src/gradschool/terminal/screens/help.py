"""What the keys do, on the page that is open and everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual import events, on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from typing_extensions import override

from gradschool.terminal.screens.overlay import Sheet

EVERYWHERE = (
    ("Ctrl+P", "find any lesson, exercise or action by name"),
    ("Tab, Shift+Tab", "go to the next or the previous part of the page"),
    ("Esc", "leave the code; then go back"),
    ("Ctrl+T", "change between light and dark"),
    ("Ctrl+C", "stop what runs; pressed twice where nothing runs: quit"),
    ("Ctrl+Q", "quit; everything you typed is kept"),
)
READING = (
    ("Space, Page Down", "read on"),
    ("j k g G", "line down, line up, top, end"),
    ("Ctrl+Down, +Up", "into the next or the previous example"),
    ("F5, ^R, ^J", "run the example you are in, or the first in view"),
    ("F8", "run every example above it"),
    ("F9", "start a new kernel: the namespace is empty again"),
    ("Ctrl+O", "put the lesson's own code back"),
    ("n, p", "next, previous lesson"),
)
ANSWERING = (
    ("Ctrl+J, F5", "check the answer"),
    ("Ctrl+G", "take the next hint (they are counted, not punished)"),
    ("F2 F3 F4", "task, code, verdict, where one is shown at a time"),
    ("Ctrl+O", "put the starter back"),
    ("s, a", "solution, attempts (outside the code)"),
)
WRITING = (
    ("Tab, Ctrl+Space", "complete the name before the cursor"),
    ("Ctrl+Z, Ctrl+Y", "undo, redo"),
    ("Ctrl+/", "comment lines out, or back in"),
    ("Shift+Tab", "indent less"),
    ("Shift+arrows", "select; Ctrl+C copies what is selected"),
)


class HelpScreen(Sheet[None]):
    """All keys on one sheet."""

    def __init__(self, page: Screen[object]) -> None:
        super().__init__("Keys")
        self._page = page

    @override
    def body(self) -> Iterable[Widget]:
        with VerticalScroll(id="keys"):
            for title, rows in self._groups():
                yield Static(Content.styled(title, "bold $primary"))
                yield Static(self._table(rows), classes="group")

    def _groups(self) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
        from gradschool.terminal.screens.exercise import ExerciseScreen

        groups = [("In an exercise", ANSWERING), ("In a lesson", READING)]
        if not isinstance(self._page, ExerciseScreen):
            groups.reverse()
        return [("Everywhere", EVERYWHERE), *groups, ("In the code", WRITING)]

    @staticmethod
    def _table(rows: tuple[tuple[str, str], ...]) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(width=20)
        table.add_column()
        for keys, says in rows:
            table.add_row(Text(f"  {keys}", style="bold"), says)
        return table

    @on(events.Mount)
    def _mounted(self) -> None:
        self.query_one("#keys").focus()
