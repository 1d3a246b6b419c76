"""Things in a page that Enter or a click opens."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from gradschool.model import Exercise, ExerciseProgress, Place
from gradschool.terminal.words import about, exercise_mark, exercise_state, kind_word, title_of


class Card(Widget, can_focus=True):
    """Something that leads to another page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", "Open", key_display="↵")]
    ALLOW_SELECT = False

    class Opened(Message):
        """The learner wants to go there."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: Place, content: Content) -> None:
        super().__init__(classes="block card")
        self.place = place
        self._content_shown = content

    @override
    def render(self) -> RenderResult:
        return self._content_shown

    def action_open(self) -> None:
        """Go there."""
        self.post_message(self.Opened(self.place))

    @on(events.Click)
    def _click(self, event: events.Click) -> None:
        event.stop()
        self.action_open()


class ExerciseCard(Card):
    """An exercise that stands in the page."""

    def __init__(self, exercise: Exercise, text: str, progress: ExerciseProgress | None) -> None:
        self.exercise, self._words = exercise, text
        super().__init__(Place("exercise", exercise.id), self._made(progress))

    def show(self, progress: ExerciseProgress | None) -> None:
        """Say how far it is by now."""
        self._content_shown = self._made(progress)
        self.refresh(layout=True)

    def _made(self, progress: ExerciseProgress | None) -> Content:
        exercise = self.exercise
        mark, style = exercise_mark(progress)
        return Content.assemble(
            (mark, style),
            (f" {kind_word(exercise)} {exercise.number}  ", "$primary"),
            (title_of(exercise), "bold"),
            (f"\n  {exercise.difficulty}, {about(exercise)}. ", "$text-muted"),
            (exercise_state(progress), "$text-muted"),
        )
