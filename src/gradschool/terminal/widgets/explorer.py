"""An explorer of a lesson: its picture as text, and a line in which its settings are changed."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from typing_extensions import override

from gradschool.errors import GradschoolError
from gradschool.model import ExplorerLink, View
from gradschool.render.text import clean
from gradschool.session.exploring import settings_line, settings_of


class SettingsLine(Input):
    """The settings, as words. Up and down play the one that can be played; Escape goes back to reading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "play(1)", "Play", key_display="↑"),
        Binding("down", "play(-1)", "Play back", key_display="↓", show=False),
        Binding("escape", "release", "Read", key_display="Esc"),
    ]

    class Played(Message):
        """Count the setting that can be played up or down."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def action_play(self, by: int) -> None:
        """One step on, or back."""
        self.post_message(self.Played(by))

    def action_release(self) -> None:
        """Back to reading."""
        self.screen.set_focus(None)


class ExplorerBlock(Vertical):
    """An explorer in the page. What it shows is asked for by a message and given to `show`."""

    class Wanted(Message):
        """Compute the explorer with these settings."""

        def __init__(self, block: ExplorerBlock, settings: dict[str, str]) -> None:
            super().__init__()
            self.block, self.settings = block, settings

    class Drawn(Message):
        """What was wanted is there."""

        def __init__(self, view: View, settings: dict[str, str]) -> None:
            super().__init__()
            self.view, self.settings = view, settings

    def __init__(self, link: ExplorerLink) -> None:
        super().__init__(classes="block explorer")
        self.link = link
        self.view: View | None = None
        self.asked: dict[str, str] = {}
        self._picture = Static("…", classes="picture", markup=False)
        self._note = Static("", classes="note", markup=False)
        self._line = SettingsLine(settings_line(link.settings), compact=True, select_on_focus=False)

    @override
    def compose(self) -> ComposeResult:
        yield Static(Content.styled(self.link.text, "bold"), classes="title")
        yield self._picture
        yield self._note
        yield self._line

    @on(events.Mount)
    def _mounted(self) -> None:
        self._line.cursor_blink = False
        self.post_message(self.Wanted(self, self.link.settings))

    def show(self, view: View) -> None:
        """Show what came. Where the settings cannot be shown, the picture before stays and the reason is said."""
        if view.error:
            self._note.update(Content.styled(clean(view.error), "$error"))
            return
        self.view = view
        self._picture.update(Content(clean(view.text, 100_000)))
        self._note.update(Content.styled(clean(view.note), "$text-muted"))
        self._line.value = settings_line(view.settings)

    @on(Drawn)
    def _drawn(self, event: Drawn) -> None:
        event.stop()
        if event.settings is self.asked:  # who plays fast has asked for another one since
            self.show(event.view)

    @on(Input.Submitted)
    def _changed(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self.post_message(self.Wanted(self, settings_of(event.value)))
        except GradschoolError as error:
            self._note.update(Content.styled(str(error), "$error"))

    @on(SettingsLine.Played)
    def _played(self, event: SettingsLine.Played) -> None:
        event.stop()
        played = next((each for each in self.view.controls if each.kind == "step"), None) if self.view else None
        if self.view is None or played is None:
            return
        last, count = int(played.maximum or 0), int(played.value) + event.by
        first = int(played.minimum or 0)
        self.post_message(self.Wanted(self, {**self.view.settings, played.name: str(max(first, min(count, last)))}))
