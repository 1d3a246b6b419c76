"""What a word of the glossary means, and the way to the lesson that teaches it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from typing_extensions import override

from gradschool.model import Lesson, Place, Term
from gradschool.terminal import rendering
from gradschool.terminal.screens.overlay import Sheet
from gradschool.terminal.widgets.drawn import Drawn
from gradschool.terminal.widgets.press import Press
from gradschool.terminal.words import title_of

if TYPE_CHECKING:
    from gradschool.terminal.app import GradschoolApp


class TermScreen(Sheet[None]):
    """One word of the glossary."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "lesson", "Open the lesson", key_display="↵")]

    def __init__(self, term: Term, lesson: Lesson) -> None:
        super().__init__(", ".join((term.name, *term.forms)))
        self._term, self._lesson = term, lesson

    @override
    def body(self) -> Iterable[Widget]:
        yield Drawn(rendering.prose(self._term.definition), classes="question-text")
        with Horizontal(id="answers"):
            yield Press(f"{self._lesson.number} {title_of(self._lesson)}", "↵", "lesson", name="lesson")

    @on(events.Mount)
    def _mounted(self) -> None:
        self.add_class("-small")
        self.query_one(Press).focus()

    def action_lesson(self) -> None:
        """Go to the lesson that teaches it."""
        self.dismiss(None)
        self.app.call_later(cast("GradschoolApp", self.app).open_place, Place("lesson", self._lesson.id))
