"""Find anything by name: a lesson, an exercise, or what the open page can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from gradschool.model import Place, Term
from gradschool.terminal.screens.overlay import Sheet
from gradschool.terminal.words import title_of

if TYPE_CHECKING:
    from gradschool.terminal.app import GradschoolApp


WORD = "word"


class Found(NamedTuple):
    """Something that can be opened or done."""

    name: str
    about: str
    do: Callable[[], Any]

    def fits(self, words: list[str]) -> bool:
        """Whether every word typed occurs in it."""
        text = f"{self.name} {self.about}".casefold()
        return all(word in text for word in words)

    def rank(self, typed: str) -> tuple[bool, bool, bool]:
        """Names that begin with what was typed come first, then names that hold it; words after what they are about."""
        name = self.name.casefold()
        return self.about == WORD, not name.startswith(typed), typed not in name


class FinderScreen(Sheet[None]):
    """Type a few letters, choose with the arrows, Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", key_display="↵"),
        Binding("down,ctrl+n", "move(1)", "Down", show=False),
        Binding("up,ctrl+p", "move(-1)", "Up", show=False),
        Binding("pagedown", "move(8)", "Further down", show=False),
        Binding("pageup", "move(-8)", "Further up", show=False),
    ]

    def __init__(self, page: Screen[object]) -> None:
        super().__init__("Find")
        self._page = page
        self._everything: list[Found] = []
        self._shown: list[Found] = []
        self._typed_last: str | None = None

    @override
    def body(self) -> Iterable[Widget]:
        yield Input(placeholder="a lesson, an exercise, a word, or something to do", id="find", compact=True)
        yield OptionList(id="found", compact=True)

    @on(events.Mount)
    def _mounted(self) -> None:
        self._everything = [*self._actions(), *self._places(), *self._words()]
        found = self.query_one("#found", OptionList)
        found.can_focus = False
        self.query_one("#find", Input).cursor_blink = False
        self.query_one("#find").focus()
        self._show("")

    @on(events.Key)
    def _typed_too_soon(self, event: events.Key) -> None:
        field = self.query("#find").first(Input) if self.query("#find") else None
        if field is not None and not field.has_focus and event.is_printable and event.character:
            field.insert_text_at_cursor(event.character)

    # ----------------------------------------------------------------- what there is

    def _actions(self) -> Iterable[Found]:
        seen: set[str] = set()
        for node, binding, enabled, _ in self._page.active_bindings.values():
            ours = node in (self._page, self.app) and enabled and bool(binding.description)
            if not ours or binding.system or binding.action in seen or binding.action in NO_COMMANDS:
                continue
            seen.add(binding.action)
            about = self.app.get_key_display(binding)
            yield Found(binding.description, about, partial(self._page.run_action, binding.action))
        for command in self.app.get_system_commands(self._page):
            yield Found(command.title, command.help, command.callback)

    def _places(self) -> Iterable[Found]:
        app = cast("GradschoolApp", self.app)
        course = app.session.course
        for lesson in course.lessons.values():
            yield Found(
                f"{lesson.number} {title_of(lesson)}", "lesson", partial(app.open_place, Place("lesson", lesson.id))
            )
            for exercise_id in lesson.exercises:
                exercise = course.exercises[exercise_id]
                place = Place("exercise", exercise.id)
                yield Found(f"{exercise.number} {title_of(exercise)}", "exercise", partial(app.open_place, place))

    def _words(self) -> Iterable[Found]:
        app = cast("GradschoolApp", self.app)
        for term in (app.attempt(app.session.glossary) or {}).values():
            yield Found(", ".join((term.name, *term.forms)), WORD, partial(_explain, app, term))

    # ----------------------------------------------------------------- finding

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        typed = typed.strip().casefold()
        if typed == self._typed_last:
            return
        self._typed_last = typed
        fitting = [one for one in self._everything if one.fits(typed.split())]
        self._shown = sorted(fitting, key=lambda one: one.rank(typed)) if typed else fitting
        found = self.query_one("#found", OptionList)
        found.clear_options()
        found.add_options(
            Option(Content.assemble((f"{one.name:<44} ", ""), (one.about, "$text-muted"))) for one in self._shown
        )
        if not self._shown:
            found.add_option(Option(Content.styled("Nothing is called that.", "$text-muted"), disabled=True))
        found.highlighted = 0 if self._shown else None

    def action_move(self, step: int) -> None:
        """Move the choice up or down."""
        found = self.query_one("#found", OptionList)
        if self._shown:
            found.highlighted = max(0, min(len(self._shown) - 1, (found.highlighted or 0) + step))

    @on(Input.Submitted)
    def action_choose(self) -> None:
        """Open or do what is chosen."""
        # Enter may be here before the news of the last letters is.
        self._show(self.query_one("#find", Input).value)
        found = self.query_one("#found", OptionList)
        if self._shown and found.highlighted is not None:
            self._do(found.highlighted)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._do(event.option_index)

    def _do(self, index: int) -> None:
        chosen = self._shown[index]
        self.dismiss(None)
        self.app.call_later(chosen.do)

    @on(events.Click)
    def _click(self, event: events.Click) -> None:
        if event.widget is self:
            self.action_close()


# Moving the focus or the cursor is nothing that anybody looks for by name.
NO_COMMANDS = {"app.focus_next", "app.focus_previous", "screen.copy_text", "find", "interrupt_or_quit", "dismiss"}


def _explain(app: GradschoolApp, term: Term) -> None:
    from gradschool.terminal.screens.term import TermScreen

    app.push_screen(TermScreen(term, app.session.course.lessons[term.lesson]))
