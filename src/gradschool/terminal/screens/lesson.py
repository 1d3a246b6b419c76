"""A lesson: prose to read, examples that run where they stand, exercises to open."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region, Spacing
from textual.widget import Widget
from textual.widgets import Static, TextArea
from typing_extensions import override

from gradschool.errors import GradschoolError
from gradschool.model import Example, ExerciseLink, ExplorerLink, Page, Place, Prose, View
from gradschool.terminal import rendering
from gradschool.terminal.screens.page import CoursePage
from gradschool.terminal.screens.running import Runner
from gradschool.terminal.widgets.cards import Card, ExerciseCard
from gradschool.terminal.widgets.drawn import Drawn
from gradschool.terminal.widgets.editor import CodeEditor
from gradschool.terminal.widgets.example import ExampleBlock
from gradschool.terminal.widgets.explorer import ExplorerBlock
from gradschool.terminal.words import title_of

FIRST_BLOCKS = 8  # more than a screen of them, on any lesson


class LessonScreen(CoursePage):
    """One lesson's page. Its examples share one namespace, in the lesson's kernel."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,pagedown", "turn(1)", "Read on", key_display="Space"),
        Binding("tab", "app.focus_next", "Edit", key_display="Tab"),
        Binding("f5,ctrl+r,ctrl+j,shift+enter", "run", "Run", key_display="F5"),
        Binding("f8", "run_above", "Run above", key_display="F8"),
        Binding("f9", "restart", "Restart", key_display="F9"),
        Binding("ctrl+o", "restore", "Original", key_display="^O"),
        Binding("ctrl+down", "example(1)", "Next example", show=False),
        Binding("ctrl+up", "example(-1)", "Previous example", show=False),
        Binding("n,right_square_bracket", "lesson(1)", "Next lesson"),
        Binding("p,left_square_bracket", "lesson(-1)", "Previous lesson", show=False),
        Binding("escape", "back", "Back", key_display="Esc"),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pageup", "turn(-1)", "Read back", show=False),
        Binding("home,g", "edge('home')", "Top", show=False),
        Binding("end,G", "edge('end')", "End", show=False),
    ]
    # Nothing has the focus while one reads: a focused page would have every part of it styled anew each time.
    AUTO_FOCUS = ""

    def __init__(self, lesson_id: str, block: int = 0) -> None:
        super().__init__()
        self.lesson_id = lesson_id
        self._block = block
        self._page: Page | None = None
        self._examples: dict[int, ExampleBlock] = {}
        self._runner = Runner(self, lesson_id, self._examples)
        self._read = False
        self._rest: Iterator[Widget] = iter(())

    # ----------------------------------------------------------------- the page

    @override
    def body(self) -> Iterable[Widget]:
        self._page = self.gradschool.attempt(self.session.page, self.lesson_id)
        self._rest = self._blocks()
        at_the_top = not self._block and not self.gradschool.scrolled.get(self.lesson_id)
        with ReadingPage(id="page"), Vertical(id="column"):
            # What is below the first screen comes after the first paint.
            yield from islice(self._rest, FIRST_BLOCKS if at_the_top else None)

    def _blocks(self) -> Iterator[Widget]:
        if self._page is None:
            yield Static("This lesson cannot be read.", classes="block")
            return
        status = self.gradschool.attempt(self.session.status)
        yield Static(Content.styled(title_of(self._page), "bold"), id="title")
        for block in self._page.blocks:
            if isinstance(block, Prose):
                yield Drawn(rendering.prose(block.markdown), classes="block prose")
            elif isinstance(block, Example):
                yield self._example(block)
            elif isinstance(block, ExplorerLink):
                yield ExplorerBlock(block)
            elif isinstance(block, ExerciseLink):
                exercise = self.session.course.exercises[block.exercise]
                yield ExerciseCard(exercise, block.text, status.exercises[exercise.id] if status else None)
        yield self._way_on()

    def _example(self, example: Example) -> Widget:
        if not example.evaluated:
            only_read = CodeEditor(example.code, None)
            only_read.add_class("block", "shown-code")
            return only_read
        code = self.gradschool.attempt(self.session.example_code, self.lesson_id, example.index)
        block = ExampleBlock(example, code or example.code, partial(self.session.complete, self.lesson_id))
        self._examples[example.index] = block
        return block

    def _way_on(self) -> Widget:
        after = self._next_lesson(1)
        if after is None:
            return Static("This was the last lesson.", classes="block end")
        lesson = self.session.course.lessons[after]
        words = Content.assemble(("Next  ", "$primary"), (f"{lesson.number} {title_of(lesson)}", "bold"))
        return Card(Place("lesson", after), words)

    @on(events.Mount)
    def _mounted(self) -> None:
        lesson = self.session.course.lessons[self.lesson_id]
        self.show_trail(f"{lesson.number} {title_of(lesson)}")
        self.gradschool.attempt(self.session.open_lesson, self.lesson_id, self._block)
        self.call_after_refresh(self._complete)

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        status = self.gradschool.attempt(self.session.status)
        for card in self.query(ExerciseCard):
            card.show(status.exercises[card.exercise.id] if status else None)
        lesson = self.session.course.lessons[self.lesson_id]
        self.show_trail(f"{lesson.number} {title_of(lesson)}")

    # ----------------------------------------------------------------- where the learner is

    async def _complete(self) -> None:
        await self.query_one("#column").mount_all(self._rest)
        self.call_after_refresh(self._scroll_to_place)

    def _scroll_to_place(self) -> None:
        page = self.query_one(ReadingPage)
        exact = self.gradschool.scrolled.get(self.lesson_id)
        if exact is not None:
            page.scroll_to(y=exact, animate=False)
        elif 0 < self._block < len(self.query(".block")):
            page.scroll_to(y=self.query(".block")[self._block].virtual_region.y, animate=False)

    def _block_on_top(self) -> int:
        top = self.query_one(ReadingPage).scroll_offset.y
        for number, block in enumerate(self.query(".block")):
            if block.virtual_region.bottom > top:
                return number
        return 0

    def scrolled(self) -> None:
        """The page was scrolled: at its end the lesson counts as read."""
        page = self.query_one(ReadingPage)
        if not self._read and page.max_scroll_y and page.scroll_offset.y >= page.max_scroll_y - 1:
            self._read = True
            self.gradschool.attempt(self.session.mark_read, self.lesson_id)

    def leave(self) -> None:
        """Save what was typed and where the page stands."""
        for block in self._examples.values():
            self._save(block)
        if self.is_mounted and self.query(ReadingPage):
            self.gradschool.scrolled[self.lesson_id] = self.query_one(ReadingPage).scroll_offset.y
            place = Place("lesson", self.lesson_id, self._block_on_top())
            self.gradschool.attempt(self.session.visit, place)

    @on(events.Unmount)
    def _unmounted(self) -> None:
        self._runner.abandon()

    @on(CodeEditor.SelectionChanged)
    def _keep_cursor_in_view(self, event: TextArea.SelectionChanged) -> None:
        editor = event.text_area
        if isinstance(editor, CodeEditor) and editor.has_focus:
            line = editor.cursor_region.translate(editor.virtual_region.offset)
            self.query_one(ReadingPage).scroll_to_region(
                Region(0, line.y, 1, 1), spacing=Spacing(2, 0, 3, 0), animate=False, x_axis=False
            )

    @on(CodeEditor.Released)
    def _to_page(self) -> None:
        self.set_focus(None)

    @override
    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """From reading, Tab goes to the first thing in view; from there on to the next."""
        if self.focused is not None:
            return super().focus_next(selector)
        view = self.query_one(ReadingPage).region
        first = next((one for one in self.focus_chain if one.region.overlaps(view)), None)
        if first is None:
            return super().focus_next(selector)
        self.set_focus(first)
        return first

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one(ReadingPage).scroll_relative(y=lines * 2, animate=False)

    def action_turn(self, pages: int) -> None:
        """Scroll by a page, less two lines that keep the place."""
        page = self.query_one(ReadingPage)
        page.scroll_relative(y=pages * max(1, page.size.height - 2), animate=False)

    def action_edge(self, edge: str) -> None:
        """Scroll to the top or to the end."""
        page = self.query_one(ReadingPage)
        page.scroll_home(animate=False) if edge == "home" else page.scroll_end(animate=False)

    @on(Card.Opened)
    def _open(self, event: Card.Opened) -> None:
        self.gradschool.open_place(event.place, above=event.place.kind == "exercise")

    # ----------------------------------------------------------------- what was typed

    @on(ExampleBlock.Typed)
    def _typed(self, event: ExampleBlock.Typed) -> None:
        self._store(event.block)

    def _save(self, block: ExampleBlock) -> None:
        if block.unsaved:
            self._store(block)

    def _store(self, block: ExampleBlock) -> None:
        self.gradschool.attempt(self.session.save_example, self.lesson_id, block.example.index, block.code)

    @on(ExplorerBlock.Wanted)
    def _explore(self, event: ExplorerBlock.Wanted) -> None:
        """Compute an explorer beside what the page does; the first one waits for the warm process."""
        block, settings = event.block, event.settings
        block.asked = settings

        def compute() -> None:
            try:
                view = self.session.explore(block.link.name, settings)
            except GradschoolError as error:
                view = View(block.link.name, "", "", (), settings, error=str(error))
            block.post_message(ExplorerBlock.Drawn(view, settings))

        # A daemon: whoever quits does not wait for a picture.
        threading.Thread(target=compute, name="explore", daemon=True).start()

    # ----------------------------------------------------------------- running

    def current(self) -> ExampleBlock | None:
        """The example that has the focus, else the first one in view."""
        focused = self.focused
        if isinstance(focused, CodeEditor) and isinstance(focused.parent, ExampleBlock):
            return focused.parent
        page = self.query_one(ReadingPage)
        top, bottom = page.scroll_offset.y, page.scroll_offset.y + page.size.height
        for block in self._examples.values():
            if block.virtual_region.bottom > top + 1 and block.virtual_region.y < bottom:
                return block
        return None

    def action_run(self) -> None:
        """Run the example that has the focus, or the first one in view."""
        block = self.current()
        if block is None:
            self.notify("There is no example in view.", timeout=2)
            return
        self._save(block)
        self._runner.run(block)

    def action_run_above(self) -> None:
        """Run every example before this one, in order."""
        block = self.current()
        if block is None or block.example.index == 0:
            self.notify("Nothing stands above the first example.", timeout=2)
            return
        for one in self._examples.values():
            self._save(one)
        self._runner.run_above(block)

    @override
    def interrupt(self) -> bool:
        return self._runner.interrupt()

    def action_restart(self) -> None:
        """Begin again with an empty namespace."""
        self._runner.restart()

    def action_restore(self) -> None:
        """Put the original of this example back (Ctrl+Z takes that back)."""
        block = self.current()
        if block is not None and block.changed:
            block.restore()
            self.notify("The original is back. Ctrl+Z in the code returns yours.", timeout=3)

    # ----------------------------------------------------------------- moving on

    def action_example(self, step: int) -> None:
        """Move the focus to the next example, or to the one before."""
        blocks = list(self._examples.values())
        here = self.current()
        if not blocks:
            return
        focused = here is not None and here.editor.has_focus
        place = blocks.index(here) + (step if focused else 0) if here is not None else 0
        if 0 <= place < len(blocks):
            blocks[place].editor.focus()

    def _next_lesson(self, step: int) -> str | None:
        order = list(self.session.course.lessons)
        place = order.index(self.lesson_id) + step
        return order[place] if 0 <= place < len(order) else None

    def action_lesson(self, step: int) -> None:
        """Open the next lesson, or the one before."""
        lesson = self._next_lesson(step)
        if lesson is not None:
            self.gradschool.open_place(Place("lesson", lesson))

    def action_back(self) -> None:
        """Go back to where the learner came from."""
        self.leave()
        self.gradschool.pop_screen()


class ReadingPage(VerticalScroll, can_focus=False):
    """The scrolling page."""

    @override
    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if isinstance(self.screen, LessonScreen):
            self.screen.scrolled()
