"""The app itself: which page is open, what every page shares, and leaving without losing anything."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from typing_extensions import override

from gradschool import errors
from gradschool.model import Place
from gradschool.terminal import theme
from gradschool.terminal.screens.home import HomeScreen
from gradschool.terminal.screens.page import WIDE
from gradschool.terminal.screens.small import TooSmallScreen, fits

if TYPE_CHECKING:
    from gradschool.session import Session

Value = TypeVar("Value")
SECOND_PRESS = 2.5  # seconds within which a second Ctrl+C quits


class GradschoolApp(App[int]):
    """The course in a terminal. It holds no course logic: it shows what its session says.

    Args:
        session: the learner's session; whoever opened it closes it.
        light: whether the terminal's background is light; None where nobody knows.
    """

    TITLE = "gradschool"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  Textual says it is an instance's
    CSS_PATH = "styles.tcss"
    ansi_theme_dark = Reactive(theme.ANSI_DARK, init=False)
    ansi_theme_light = Reactive(theme.ANSI_LIGHT, init=False)
    ENABLE_COMMAND_PALETTE = False  # the finder takes its place
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        # These go before what has the focus, so that keys typed right after them reach the page that they open.
        Binding("ctrl+p", "find", "Find", show=False, priority=True),
        Binding("ctrl+c", "interrupt_or_quit", "Interrupt, or quit", show=False, priority=True),
        Binding("ctrl+t", "other_theme", "Light or dark", show=False),
        Binding("f1", "help", "Help", key_display="F1", show=False),
        # On some keyboards and terminals the function keys belong to somebody else.
        Binding("question_mark", "help", "Help", key_display="?"),
    ]

    def __init__(self, session: Session, light: bool | None = None) -> None:
        plain = "NO_COLOR" in os.environ
        # Without `ansi_color`, Textual turns NO_COLOR into shades of gray, which are still colors to the terminal.
        super().__init__(css_path=["styles.tcss", "plain.tcss"] if plain else None, ansi_color=True if plain else None)
        self.session = session
        self.scrolled: dict[str, int] = {}  # lesson to the line its page was scrolled to
        self._pressed_at = 0.0
        # Over ssh every frame of an animation is a round of repainting.
        self.animation_level = "none"
        for palette in theme.THEMES:
            self.register_theme(palette)
        # Assigned in the ordinary way, it would have the style sheet read once more after the first paint.
        self.set_reactive(App.theme, theme.theme_for(os.environ, light))
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)

    @on(events.Mount)
    def _mounted(self) -> None:
        self.push_screen(HomeScreen())
        self.call_after_refresh(self.attempt, self.session.warm)

    @on(events.Resize)
    def _resized_to_fit(self, event: events.Resize) -> None:
        """Say so, and only that, while the terminal is too small to read in."""
        small = isinstance(self.screen, TooSmallScreen)
        if not fits(event.size) and not small:
            self.push_screen(TooSmallScreen())
        elif fits(event.size) and small:
            self.pop_screen()

    # ----------------------------------------------------------------- what pages ask for

    def attempt(self, call: Callable[..., Value], *arguments: Any) -> Value | None:
        """Ask the session for something; when it refuses, tell the learner why and return None."""
        try:
            return call(*arguments)
        except errors.GradschoolError as error:
            self.say_error(error)
            return None
        finally:
            self.say_problems()

    def say_problems(self) -> None:
        """Tell what could not be kept since this was last asked: the disk is full, the folder is read-only."""
        for problem in self.session.problems():
            self.notify(problem, severity="warning", timeout=10, markup=False)

    def say_error(self, error: errors.GradschoolError) -> None:
        """Show an error as the one line it is."""
        refused = isinstance(error, errors.NotYet)
        self.notify(str(error), severity="information" if refused else "error", timeout=10, markup=False)

    def open_place(self, place: Place, *, above: bool = False) -> None:
        """Open a lesson or an exercise: above the page that is open, or right above home."""
        from gradschool.terminal.screens.exercise import exercise_screen
        from gradschool.terminal.screens.lesson import LessonScreen

        opened = LessonScreen(place.id, place.block) if place.kind == "lesson" else exercise_screen(self, place.id)
        if opened is None:
            return
        self.leave_pages()
        if not above:
            while len(self.screen_stack) > 2:
                self.pop_screen()
        self.push_screen(opened)

    def leave_pages(self) -> None:
        """Have every open page write down what it has not written yet."""
        for screen in self.screen_stack:
            leave = getattr(screen, "leave", None)
            if leave is not None:
                leave()

    # ----------------------------------------------------------------- keys that work everywhere

    async def action_quit(self) -> None:
        """Quit; nothing is asked because nothing is lost."""
        self.leave_pages()
        self.exit(0)

    async def action_interrupt_or_quit(self) -> None:
        """Ctrl+C: stop what runs; else copy what is selected; else quit at the second press."""
        interrupt = getattr(self.screen, "interrupt", None)
        if interrupt is not None and interrupt():
            return
        if self._copy_selection():
            return
        if time.monotonic() - self._pressed_at < SECOND_PRESS:
            await self.action_quit()
            return
        self._pressed_at = time.monotonic()
        self.notify("Press Ctrl+C again to quit. Everything is saved.", timeout=SECOND_PRESS)

    def _copy_selection(self) -> bool:
        selected = getattr(self.focused, "selected_text", "") or self.screen.get_selected_text()
        if not selected:
            return False
        self.copy_to_clipboard(selected)
        self.notify("Copied.", timeout=1.5)
        return True

    def action_other_theme(self) -> None:
        """Change between the dark and the light palette."""
        self.theme = theme.LIGHT.name if self.theme == theme.DARK.name else theme.DARK.name

    def action_find(self) -> None:
        """Find a lesson, an exercise or an action by name."""
        from gradschool.terminal.screens.finder import FinderScreen
        from gradschool.terminal.screens.overlay import Sheet

        if not isinstance(self.screen, Sheet | TooSmallScreen):
            self.push_screen(FinderScreen(self.screen))

    @override
    def get_key_display(self, binding: Binding) -> str:
        key = binding.key_display or binding.key.split(",")[0]
        if key.startswith("ctrl+") and len(key) == len("ctrl+x"):
            return f"^{key[-1].upper()}"
        return key.upper() if key[0] == "f" and key[1:].isdigit() else key

    @override
    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        reset = getattr(screen, "action_reset", None)
        if reset is not None:
            yield SystemCommand("Reset", "start this exercise over; asks first", reset)

    def action_help(self) -> None:
        """Show what the keys of the open page do."""
        from gradschool.terminal.screens.help import HelpScreen
        from gradschool.terminal.screens.overlay import Sheet

        if not isinstance(self.screen, Sheet | TooSmallScreen):
            self.push_screen(HelpScreen(self.screen))
