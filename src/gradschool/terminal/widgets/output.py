"""What an example printed, showed and raised, streaming in under its code."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text
from textual.containers import Vertical

from gradschool import kernel
from gradschool.terminal import rendering
from gradschool.terminal.widgets.drawn import Drawn

LINES_SHOWN = 400  # a loop that prints for ever must not make the page slower and slower


class Output(Vertical):
    """The output of one example. Text of one stream that comes in pieces stays one piece."""

    def __init__(self) -> None:
        super().__init__()
        self._raw = ""
        self._stream = ""
        self._last: Drawn | None = None

    def state(self, text: str | None) -> None:
        """Show the output that the lesson states, as long as nothing was run here."""
        self.clear()
        self.set_class(True, "-stated")
        if text:
            self._add(Text(text))

    def clear(self) -> None:
        """Empty it for a new run."""
        self.remove_children()
        self.set_class(False, "-stated")
        self._raw, self._stream, self._last = "", "", None

    def feed(self, events: list[kernel.Event]) -> None:
        """Show what came, in order."""
        for event in events:
            if isinstance(event, kernel.Stream):
                self._append(event)
            elif isinstance(event, kernel.Shown):
                self._close_text()
                for part in rendering.shown(event):
                    self._add(part)
            elif isinstance(event, kernel.Failed):
                self._close_text()
                self._add(rendering.failed(event), "-failed")
            elif isinstance(event, kernel.Lost):
                self._close_text()
                self._add(Text(event.message), "-failed")
        self._show_text()

    def _append(self, event: kernel.Stream) -> None:
        if event.stream != self._stream or self._last is None:
            self._show_text()
            self._raw, self._stream = "", event.stream
            self._last = self._add(Text(""), "-stderr" if event.stream == "stderr" else "")
        self._raw += event.text

    def _show_text(self) -> None:
        if self._last is not None:
            self._last.update(rendering.stream(self._raw, LINES_SHOWN))

    def _close_text(self) -> None:
        self._show_text()
        self._raw, self._last = "", None

    def _add(self, renderable: RenderableType, classes: str = "") -> Drawn:
        part = Drawn(renderable, classes=f"part {classes}".strip())
        self.mount(part)
        return part
