"""The list of completions that hangs under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from gradschool.kernel import Completion
    from gradschool.terminal.widgets.editor import CodeEditor

AT_MOST = 60


class Completions(OptionList, can_focus=False):
    """What the name before the cursor may become. The editor keeps the focus and passes its keys on."""

    def __init__(self, editor: CodeEditor, found: list[Completion]) -> None:
        super().__init__(compact=True)
        self._editor, self._found, self._now = editor, found, found
        self._fill()

    def _fill(self) -> None:
        self.clear_options()
        shown = self._now[:AT_MOST]
        wide = max((len(one.text) for one in shown), default=0)
        self.add_options(
            Option(Content.assemble(f"{one.text:<{wide}}", "  ", (one.kind, "$text-muted"))) for one in shown
        )
        self.highlighted = 0 if self._now else None

    def narrow(self, code: str, cursor: int) -> bool:
        """Keep what still fits what is typed by now. False when the list has no more to say."""
        start = self._found[0].start
        typed = code[start:cursor]
        if cursor < start or "\n" in typed or not (typed.isidentifier() or not typed):
            return False
        self._now = [one for one in self._found if one.text.startswith(typed)]
        self._fill()
        return bool(self._now)

    def press(self, key: str) -> bool:
        """Do what a key of the editor means here. False if it means nothing here."""
        if key in ("up", "down"):
            self.action_cursor_up() if key == "up" else self.action_cursor_down()
        elif key in ("enter", "tab"):
            self._take(self.highlighted or 0)
        elif key == "escape":
            self._editor.close_popup()
        else:
            return False
        return True

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _take(self, index: int) -> None:
        editor, chosen = self._editor, self._now[index]
        cursor = editor.cursor
        editor.close_popup()
        editor.replace(chosen.text, editor.location_of(chosen.start), editor.location_of(cursor))
        editor.move_cursor(editor.location_of(chosen.start + len(chosen.text)))
