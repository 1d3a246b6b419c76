"""The code editor: Textual's text area with Python's habits, completion, and lines that can be marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events, on, work
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.document._document_navigator import DocumentNavigator
from textual.document._syntax_aware_document import SyntaxAwareDocument
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from typing_extensions import override

from gradschool import errors
from gradschool.terminal.theme import LIGHT
from gradschool.terminal.widgets import syntax
from gradschool.terminal.widgets.completions import Completions

if TYPE_CHECKING:
    from gradschool.kernel import Completion

Completer = Callable[[str, int], "Sequence[Completion]"]
INDENT = 4


class CodeEditor(TextArea):
    """Python code to read or to edit.

    Args:
        code: what stands in it.
        completer: what a half-written name may become, given the code and the cursor as a character offset;
            None for code that is only read.
        numbers: whether lines are numbered.
        name: its id on the page.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+@,ctrl+space,alt+slash", "complete", "Complete", key_display="^Space", show=False),
        Binding("shift+tab", "dedent", "Dedent", show=False),
        Binding("ctrl+underscore,ctrl+slash", "comment", "Comment out", show=False),
        Binding("ctrl+home", "edge(False)", "Start of the code", show=False),
        Binding("ctrl+end", "edge(True)", "End of the code", show=False),
        Binding("escape", "release", "Leave the code", key_display="Esc"),
    ]

    class Released(Message):
        """Escape was pressed: the learner wants out of the code."""

        def __init__(self, editor: CodeEditor) -> None:
            super().__init__()
            self.editor = editor

    def __init__(
        self, code: str, completer: Completer | None, *, numbers: bool = False, name: str | None = None
    ) -> None:
        super().__init__(
            code,
            soft_wrap=True,
            tab_behavior="indent",
            read_only=completer is None,
            show_cursor=completer is not None,
            show_line_numbers=numbers,
            highlight_cursor_line=False,
            compact=True,
            id=name,
        )
        self.completer = completer
        self.cursor_blink = False
        self._marked: frozenset[int] = frozenset()
        self._popup: Completions | None = None
        if completer is None:
            self.can_focus = False

    @on(events.Mount)
    def _mounted(self) -> None:
        for palette in syntax.PALETTES:
            self.register_theme(palette)
        self.watch(self.app, "theme", self._follow_theme)

    @override
    def _set_document(self, text: str, language: str | None) -> None:
        # Textual compiles its query anew for every editor, which is most of the time that a page takes to open.
        super()._set_document(text, None)
        self.document = SyntaxAwareDocument(text, syntax.python())
        self.wrapped_document = WrappedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._highlight_query = syntax.query()
        self._build_highlight_map()
        self._rewrap_and_refresh_virtual_size()

    def _follow_theme(self) -> None:
        if self.app.no_color:
            self.theme = "gradschool-plain"
        else:
            self.theme = "gradschool-light" if self.app.theme == LIGHT.name else "gradschool-dark"

    # ----------------------------------------------------------------- marked lines

    def mark(self, *lines: int) -> None:
        """Mark these lines (counted from 1) as where something is wrong; without arguments, none."""
        self._marked = frozenset(lines)
        self._line_cache.clear()
        self.refresh()

    @override
    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if line_index + 1 in self._marked:
            line.stylize(Style(underline=True, bold=True))
        return line

    def _render_line(self, y: int) -> Strip:
        strip = super()._render_line(y)
        row = y + self.scroll_offset.y
        if not self._marked or not self.show_line_numbers or row >= self.wrapped_document.height:
            return strip
        line_index, _ = self.wrapped_document.offset_to_location(Offset(0, row))
        if line_index + 1 not in self._marked or not strip.text.strip():
            return strip
        first, *rest = strip
        error = Style.parse(f"bold {self.app.theme_variables['error']}")
        return Strip([Segment(first.text[:-2] + "▸ ", (first.style or Style()) + error), *rest], strip.cell_length)

    # ----------------------------------------------------------------- Python's habits

    async def _on_key(self, event: events.Key) -> None:
        if self._popup is not None and self._popup.press(event.key):
            event.stop()
            event.prevent_default()
            return
        if event.key in _KEYS and not self.read_only:
            event.stop()
            event.prevent_default()
            getattr(self, _KEYS[event.key])()
            return
        # Textual lets a key rise to the app before it looks for its binding; meanwhile the letters that follow it are
        # written. Over a slow line both come at once, and `End` `)` would write the bracket where the cursor was.
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
        await super()._on_key(event)

    def _new_line(self) -> None:
        row, column = min(self.selection)
        before = self.document.get_line(row)[:column]
        indent = before[: len(before) - len(before.lstrip())]
        code = before.split("#")[0].rstrip()
        if code.endswith(":"):
            indent += " " * INDENT
        elif code.lstrip().startswith(("return", "raise", "pass", "break", "continue")) and not code.endswith("("):
            indent = indent[:-INDENT]
        start, end = self.selection
        self._replace_via_keyboard("\n" + indent, start, end)

    def _tab(self) -> None:
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if before and (before[-1].isalnum() or before[-1] in "_.") and self.selection.is_empty:
            self.action_complete()
        elif self.selection.is_empty:
            self.insert(" " * (INDENT - column % INDENT))
        else:
            self._shift_lines(lambda line: " " * INDENT + line if line.strip() else line)

    def _backspace(self) -> None:
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if self.selection.is_empty and before and not before.strip():
            self.delete((row, (column - 1) // INDENT * INDENT), (row, column))
        else:
            self.action_delete_left()

    def action_dedent(self) -> None:
        """Take one step of indentation off the selected lines."""
        self._shift_lines(lambda line: line[min(INDENT, len(line) - len(line.lstrip())) :])

    def action_comment(self) -> None:
        """Comment the selected lines out, or back in when all of them are."""
        lines = [line for line in self._selected_lines() if line.strip()]
        if lines and all(line.lstrip().startswith("#") for line in lines):
            self._shift_lines(lambda line: line.replace("# ", "", 1) if "# " in line else line.replace("#", "", 1))
        else:
            self._shift_lines(lambda line: "# " + line if line.strip() else line)

    def _rows(self) -> range:
        (top, _), (bottom, _) = sorted(self.selection)
        return range(top, bottom + 1)

    def _selected_lines(self) -> list[str]:
        return [self.document.get_line(row) for row in self._rows()]

    def _shift_lines(self, change: Callable[[str], str]) -> None:
        if self.read_only:
            return
        rows, old = self._rows(), self._selected_lines()
        new = [change(line) for line in old]
        start, end = self.selection
        self.replace("\n".join(new), (rows[0], 0), (rows[-1], len(old[-1])))

        def moved(place: tuple[int, int]) -> tuple[int, int]:
            grown = len(new[place[0] - rows[0]]) - len(old[place[0] - rows[0]])
            return place[0], max(0, place[1] + grown)

        self.selection = type(self.selection)(moved(start), moved(end))

    def action_release(self) -> None:
        """Close the completions if they are open; else say that the learner wants out."""
        if self._popup is not None:
            self.close_popup()
        else:
            self.post_message(self.Released(self))

    @override
    def action_cursor_page_up(self) -> None:
        self._or_the_page(super().action_cursor_page_up)

    @override
    def action_cursor_page_down(self) -> None:
        self._or_the_page(super().action_cursor_page_down)

    def _or_the_page(self, move: Callable[[], None]) -> None:
        if self.max_scroll_y == 0:
            raise SkipAction  # all of the code is in view: the keys are the page's around it
        move()

    def action_edge(self, end: bool) -> None:
        """Move to the start or the end of the code."""
        self.move_cursor(self.document.end if end else (0, 0))

    # ----------------------------------------------------------------- where the cursor is

    @property
    def cursor(self) -> int:
        """The cursor as a character offset into the code."""
        row, column = self.cursor_location
        return sum(len(self.document.get_line(i)) + 1 for i in range(row)) + column

    @property
    def cursor_region(self) -> Region:
        """The cursor's line in this widget's own coordinates."""
        _, y = self.wrapped_document.location_to_offset(self.cursor_location)
        return Region(0, y, 1, 1)

    def location_of(self, offset: int) -> tuple[int, int]:
        """Row and column of a character offset."""
        before = self.text[:offset]
        return before.count("\n"), len(before) - (before.rfind("\n") + 1)

    # ----------------------------------------------------------------- completion

    def action_complete(self) -> None:
        """Ask what the name before the cursor may become."""
        if self.completer is not None:
            self._ask_completions(self.text, self.cursor)

    @work(thread=True, exclusive=True, group="complete")
    def _ask_completions(self, code: str, cursor: int) -> None:
        assert self.completer is not None
        try:
            found = list(self.completer(code, cursor))
        except errors.GradschoolError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error", markup=False)
            return
        self.app.call_from_thread(self._offer, found, code, cursor)

    def _offer(self, found: list[Completion], code: str, cursor: int) -> None:
        if (self.text, self.cursor) != (code, cursor) or not self.has_focus:
            return
        self.close_popup()
        if len(found) == 1:
            self.take(found[0])
        elif found:
            self._popup = Completions(self, found)
            self.screen.mount(self._popup)
            self._popup.absolute_offset = self.cursor_screen_offset + Offset(-(cursor - found[0].start) - 2, 1)
        else:
            self.notify("Nothing completes this.", timeout=1.5)

    def take(self, completion: Completion) -> None:
        """Write a completion in."""
        self.replace(completion.text, self.location_of(completion.start), self.location_of(completion.end))
        self.move_cursor(self.location_of(completion.start + len(completion.text)))

    def close_popup(self) -> None:
        """Take the completions away."""
        if self._popup is not None:
            self._popup.remove()
            self._popup = None

    @on(events.Blur)
    def _lost_focus(self) -> None:
        self.close_popup()

    def _watch_selection(self, previous_selection: Any, selection: Any) -> None:
        super()._watch_selection(previous_selection, selection)
        if getattr(self, "_popup", None) is not None and previous_selection != selection:
            self._narrow_popup()

    def _narrow_popup(self) -> None:
        if self._popup is not None and not self._popup.narrow(self.text, self.cursor):
            self.close_popup()


_KEYS = {"enter": "_new_line", "tab": "_tab", "backspace": "_backspace", "escape": "action_release"}
