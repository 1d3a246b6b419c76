"""The line at the top that says where you are, and the line at the bottom that says what the keys do."""

from __future__ import annotations

from textual import events, on
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from typing_extensions import override


class TopBar(Widget):
    """Where you are on the left, how far you are on the right."""

    ALLOW_SELECT = False

    def __init__(self, trail: tuple[str, ...] = (), right: str = "") -> None:
        super().__init__()
        self._trail, self._right = trail, right

    def show(self, trail: tuple[str, ...], right: str) -> None:
        """Change what the line says."""
        self._trail, self._right = trail, right
        self.refresh()

    @override
    def render(self) -> RenderResult:
        width = self.content_size.width
        parts: list[tuple[str, str]] = [("gradschool", "bold $primary")]
        for step in self._trail[:-1]:
            parts += [("  ›  ", "$text-disabled"), (step, "$text-muted")]
        if self._trail:
            parts += [("  ›  ", "$text-disabled"), (self._trail[-1], "bold")]
        left = Content.assemble(*parts)
        room = width - len(self._right) - 2
        if left.cell_length > room:
            left = Content.assemble((self._trail[-1] if self._trail else "gradschool", "bold"))
        left = left.truncate(max(room, 8), ellipsis=True)
        gap = max(1, width - left.cell_length - len(self._right))
        return Content.assemble(left, " " * gap, (self._right, "$text-muted"))


class KeyBar(Widget):
    """The keys that do something here and now. A click on one presses it."""

    ALLOW_SELECT = False
    ALWAYS: tuple[tuple[str, str, str], ...] = (("ctrl+p", "^P", "find"), ("ctrl+q", "^Q", "quit"))

    def __init__(self) -> None:
        super().__init__()
        self._spots: list[tuple[int, int, str]] = []

    @on(events.Mount)
    def _mounted(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _: Screen[object]) -> None:
        self.refresh()

    def _keys(self) -> list[tuple[str, str, str]]:
        """(key, as shown, what it does), the focused part's own first, each action once."""
        seen: set[str] = set()
        shown: list[tuple[str, str, str]] = []
        for active in self.screen.active_bindings.values():
            binding: Binding = active.binding
            if binding.show and binding.description and binding.action not in seen and active.enabled:
                seen.add(binding.action)
                shown.append((binding.key, self.app.get_key_display(binding), binding.description.lower()))
        return shown

    @override
    def render(self) -> RenderResult:
        width = self.content_size.width
        always = self._join(self.ALWAYS)
        room = width - always.cell_length - 3
        keys = self._keys()
        while keys and self._join(keys).cell_length > room:
            keys.pop()
        left = self._join(keys)
        gap = max(1, width - left.cell_length - always.cell_length)
        self._spots = self._places(keys, 0) + self._places(self.ALWAYS, left.cell_length + gap)
        return Content.assemble(left, " " * gap, always)

    @staticmethod
    def _join(keys: list[tuple[str, str, str]] | tuple[tuple[str, str, str], ...]) -> Content:
        parts: list[tuple[str, str]] = []
        for number, (_, shown, says) in enumerate(keys):
            parts += [("   " if number else "", ""), (shown, "bold $primary"), (f" {says}", "$text-muted")]
        return Content.assemble(*parts)

    @staticmethod
    def _places(
        keys: list[tuple[str, str, str]] | tuple[tuple[str, str, str], ...], start: int
    ) -> list[tuple[int, int, str]]:
        spots = []
        for key, shown, says in keys:
            end = start + len(shown) + 1 + len(says)
            spots.append((start, end, key))
            start = end + 3
        return spots

    @on(events.Click)
    def _click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        for start, end, key in self._spots:
            if start <= place.x < end:
                self.app.simulate_key(key.split(",")[0])
