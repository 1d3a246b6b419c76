"""What was handed in so far, each with its code."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from gradschool.model import Attempt, Exercise, Outcome
from gradschool.terminal.screens.overlay import Sheet
from gradschool.terminal.widgets.editor import CodeEditor
from gradschool.terminal.words import title_of


class AttemptsScreen(Sheet[str]):
    """The list of attempts, the newest first. Enter takes one's code back into the editor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", "Take this code back", key_display="↵")]

    def __init__(self, exercise: Exercise, attempts: Sequence[Attempt]) -> None:
        super().__init__(f"Attempts at {exercise.number} {title_of(exercise)}")
        self._attempts = sorted(attempts, key=lambda attempt: attempt.at, reverse=True)

    @override
    def body(self) -> Iterable[Widget]:
        with Horizontal(id="attempts"):
            yield OptionList(*(Option(self._row(attempt)) for attempt in self._attempts), id="list", compact=True)
            yield CodeEditor("", None, numbers=True, name="attempt")

    @staticmethod
    def _row(attempt: Attempt) -> Content:
        passed = attempt.outcome is Outcome.PASSED
        said = attempt.mistake.replace("_", " ") or attempt.outcome.replace("_", " ")
        return Content.assemble(
            ("✓ " if passed else "✗ ", "$success" if passed else "$error"),
            (time.strftime("%d %b %H:%M", time.localtime(attempt.at)), ""),
            (f"  {attempt.passed}/{attempt.total}  ", "$text-muted"),
            (said, "$text-muted"),
        )

    @on(events.Mount)
    def _mounted(self) -> None:
        self.query_one("#list").focus()

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#attempt", CodeEditor).load_text(self._attempts[event.option_index].code)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._attempts[event.option_index].code)

    def action_take(self) -> None:
        """Take the highlighted attempt's code back."""
        self.query_one("#list", OptionList).action_select()
