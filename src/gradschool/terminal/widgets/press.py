"""A button of one line, and the row of tabs."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override


class Press(Widget, can_focus=True):
    """A word that does something: Enter, Space or a click. `action` is an action of the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]
    ALLOW_SELECT = False

    def __init__(self, label: str, key: str, action: str, *, name: str | None = None, classes: str = "") -> None:
        super().__init__(id=name, classes=f"press {classes}".strip())
        self._label, self._key, self._does = label, key, action

    def relabel(self, label: str) -> None:
        """Change what it says."""
        self._label = label
        self.refresh(layout=True)

    @override
    def render(self) -> RenderResult:
        quiet = "" if self.has_class("-main") else "$text-muted"
        return Content.assemble((self._label, "bold"), (f" {self._key}" if self._key else "", quiet))

    async def action_press(self) -> None:
        """Do it."""
        await self.screen.run_action(self._does)

    @on(events.Click)
    async def _click(self, event: events.Click) -> None:
        event.stop()
        await self.action_press()


class Tabs(Widget):
    """Which of several panes is shown, where there is room for one."""

    ALLOW_SELECT = False

    def __init__(self, *panes: str, names: tuple[str, ...]) -> None:
        super().__init__()
        self._panes, self._names, self._shown, self._marks = panes, names, panes[0], dict.fromkeys(panes, "")

    def show(self, name: str) -> None:
        """Say that this pane is the one in view."""
        self._shown = name
        self.refresh()

    def mark(self, name: str, mark: str) -> None:
        """Put a sign behind a name."""
        self._marks[name] = mark
        self.refresh()

    def _labels(self) -> list[str]:
        named = zip(self._panes, self._names, strict=True)
        return [f" F{i + 2} {name}{self._marks[pane]} " for i, (pane, name) in enumerate(named)]

    @override
    def render(self) -> RenderResult:
        parts: list[tuple[str, str]] = []
        for name, label in zip(self._panes, self._labels(), strict=True):
            parts += [(label, "reverse bold" if name == self._shown else "$text-muted"), ("  ", "")]
        return Content.assemble(*parts)

    @on(events.Click)
    async def _click(self, event: events.Click) -> None:
        place, start = event.get_content_offset(self), 0
        for name, label in zip(self._panes, self._labels(), strict=True):
            if place is not None and start <= place.x < start + len(label):
                await self.screen.run_action(f"show({name!r})")
            start += len(label) + 2
