"""The solution beside the learner's own code."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events, on
from textual.containers import VerticalScroll
from textual.widget import Widget
from typing_extensions import override

from gradschool.model import Exercise
from gradschool.terminal import rendering
from gradschool.terminal.screens.overlay import Sheet
from gradschool.terminal.widgets.drawn import Drawn
from gradschool.terminal.words import title_of


class SolutionScreen(Sheet[None]):
    """Both programs, and where they differ."""

    def __init__(self, exercise: Exercise, own: str, solution: str) -> None:
        super().__init__(f"A solution of {exercise.number} {title_of(exercise)}")
        self._own, self._solution = own, solution

    @override
    def body(self) -> Iterable[Widget]:
        with VerticalScroll(id="both"):
            yield Drawn(rendering.difference(self._own, self._solution))

    @on(events.Mount)
    def _mounted(self) -> None:
        self.query_one("#both").focus()
