"""One example of a lesson: its code to edit, how it went, and what it gave."""

from __future__ import annotations

from enum import Enum

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea
from typing_extensions import override

from gradschool import kernel
from gradschool.model import Example
from gradschool.terminal.widgets.editor import CodeEditor, Completer
from gradschool.terminal.widgets.output import Output

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
SAVE_AFTER = 0.3  # seconds from the first key that is not yet saved


class State(Enum):
    """Where an example is between written and run."""

    FRESH = "fresh"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ExampleBlock(Vertical):
    """An example in the page. `code` is what the learner made of it, `example.code` the original."""

    class Typed(Message):
        """The code is other than what was saved last."""

        def __init__(self, block: ExampleBlock) -> None:
            super().__init__()
            self.block = block

    def __init__(self, example: Example, code: str, completer: Completer) -> None:
        super().__init__(classes="block example")
        self.example = example
        self.state = State.FRESH
        self.editor = CodeEditor(code, completer)
        self.output = Output()
        self._line = Static(classes="state")
        self._seconds = 0.0
        self._trouble = ""
        self._stopping = False
        self._unsaved: Timer | None = None
        self._spinner: Timer | None = None
        self._frame = 0

    @override
    def compose(self) -> ComposeResult:
        yield self.editor
        yield self._line
        yield self.output

    @on(events.Mount)
    def _mounted(self) -> None:
        self.output.state(self.example.output)
        self._show_state()

    @property
    def code(self) -> str:
        """The code as it stands in the editor."""
        return self.editor.text

    @property
    def changed(self) -> bool:
        """Whether the learner made something else of it."""
        return self.code.strip() != self.example.code.strip()

    # ----------------------------------------------------------------- typing

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.editor.mark()
        if self._unsaved is None:
            self._unsaved = self.set_timer(SAVE_AFTER, self.save)
        self._show_state()

    def save(self) -> None:
        """Have the code saved now, if it is not."""
        if self._unsaved is not None:
            self._unsaved.stop()
            self._unsaved = None
            self.post_message(self.Typed(self))

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not saved yet."""
        return self._unsaved is not None

    def restore(self) -> None:
        """Put the original back, as an edit that Ctrl+Z takes back."""
        lines = self.editor.document.lines
        self.editor.replace(self.example.code, (0, 0), (len(lines) - 1, len(lines[-1])))

    # ----------------------------------------------------------------- running

    def wait(self) -> None:
        """It will run when the one before it is done."""
        self.state = State.WAITING
        self._show_state()

    def begin(self) -> None:
        """It runs now."""
        self.state, self._trouble, self._stopping = State.RUNNING, "", False
        self.output.clear()
        self.editor.mark()
        self._spinner = self._spinner or self.set_interval(0.1, self._turn)
        self._show_state()

    def stop(self) -> None:
        """It was asked to stop; code may refuse."""
        self._stopping = True
        self._show_state()

    def feed(self, events: list[kernel.Event]) -> None:
        """Show what the kernel says."""
        if any(isinstance(event, kernel.Lost) and event.reason == "restart" for event in events):
            self.forget()
            return
        self.output.feed(events)
        for event in events:
            if isinstance(event, kernel.Failed):
                self._trouble = f"{event.name} in line {event.line}" if event.line else event.name
                if event.line:
                    self.editor.mark(event.line)
            elif isinstance(event, kernel.Done):
                self._seconds = event.seconds
                self._end(State.DONE if event.ok else State.FAILED)
            elif isinstance(event, kernel.Lost):
                self._trouble = "the kernel was lost; the next run starts a new one"
                self._end(State.FAILED)

    def forget(self) -> None:
        """It has not run in this kernel: the kernel is new, or the run was called off."""
        self._end(State.FRESH)
        self.editor.mark()
        self.output.state(self.example.output)

    def _end(self, state: State) -> None:
        self.state = state
        if self._spinner is not None:
            self._spinner.stop()
            self._spinner = None
        self._show_state()

    def _turn(self) -> None:
        self._frame += 1
        self._show_state()

    def _show_state(self) -> None:
        parts = [*self._said()]
        if self.changed:
            parts.append(("  changed", "italic $secondary"))
        self._line.update(Content.assemble(*parts))

    def _said(self) -> list[tuple[str, str]]:
        match self.state:
            case State.FRESH:
                said = "as in the lesson" if self.example.output else "not run yet"
                return [("○ ", "$text-disabled"), (said, "$text-disabled")]
            case State.WAITING:
                return [("○ waiting for the one that runs", "$text-muted")]
            case State.RUNNING:
                said = " stopping   F9 starts a new kernel" if self._stopping else " running   Ctrl+C stops it"
                return [(FRAMES[self._frame % len(FRAMES)], "$primary"), (said, "$text-muted")]
            case State.DONE:
                return [("✓", "$success"), (f" {self._seconds:.2f} s", "$text-muted")]
            case State.FAILED if self.example.raises and not self.changed:
                return [("✓ ", "$success"), (f"{self._trouble}, as it must", "$text-muted")]
            case State.FAILED:
                return [("✗ ", "bold $error"), (self._trouble or "failed", "$error")]
