"""Home: continue where you were, or choose any lesson or exercise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from typing_extensions import override

from gradschool.model import Exercise, Lesson, Module, Place
from gradschool.terminal.screens.page import CoursePage
from gradschool.terminal.words import exercise_mark, exercise_state, kind_word, lesson_mark, progress_bar, title_of

if TYPE_CHECKING:
    from gradschool.session import Status
    from gradschool.session.reviews import Review

CONTINUE = "continue"
MOST_DUE = 5  # rows; the others come up as these are done


class HomeScreen(CoursePage):
    """The table of contents with what has been done, the way on at its head."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "go_on", "Continue"),
        Binding("r", "review", "Review", show=False),
        Binding("n", "next_module(1)", "Next module"),
        Binding("p", "next_module(-1)", "Previous module", show=False),
        Binding("q", "app.quit", "Quit", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._status: Status | None = None
        self._due: tuple[Review, ...] = ()

    @override
    def body(self) -> Iterable[Widget]:
        for notice in self.session.notices:
            yield Static(Content.assemble(("! ", "bold $warning"), notice), classes="notice")
        with Horizontal(id="home"):
            yield Contents(id="contents")
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="about")

    @on(events.Mount)
    def _mounted(self) -> None:
        self._look_for_reviews()
        self._fill()
        self.query_one(Contents).focus()

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        if self._status is not None:
            self._look_for_reviews()
            self._fill()

    @on(events.Resize)
    def _reflow(self) -> None:
        self.call_after_refresh(self._fill)

    def _look_for_reviews(self) -> None:
        self._due = self.gradschool.attempt(self.session.reviews) or ()

    # ----------------------------------------------------------------- the list

    def _fill(self) -> None:
        self._status = self.gradschool.attempt(self.session.status)
        self.show_trail()
        contents = self.query_one(Contents)
        chosen = contents.chosen
        contents.clear_options()
        contents.add_options(self._rows(max(contents.content_size.width - 4, 40)))
        contents.choose(chosen)

    def _rows(self, width: int) -> Iterable[Option]:
        yield Option("", disabled=True)
        yield Option(self._continue_row(), id=CONTINUE)
        for place, review in enumerate(self._due[:MOST_DUE]):
            yield Option(self._due_row(review, first=place == 0), id=f"review:{review.exercise}")
        for module in self.session.course.modules.values():
            yield Option(self._module_row(module, width), disabled=True)
            if module.placement and not self._begun(module):
                yield Option(self._placement_row(), id=f"exercise:{module.placement}")
            for lesson_id in module.lessons:
                lesson = self.session.course.lessons[lesson_id]
                yield Option(self._lesson_row(lesson), id=f"lesson:{lesson.id}")
                for exercise_id in lesson.exercises:
                    exercise = self.session.course.exercises[exercise_id]
                    yield Option(self._exercise_row(exercise, width), id=f"exercise:{exercise.id}")

    def _way_on(self) -> Place | None:
        return (self._status.place or self._status.next) if self._status else None

    def _continue_row(self) -> Content:
        place = self._way_on()
        word = "Continue" if self._status and self._status.place else "Begin"
        if place is None:
            return Content.assemble(("▸ Everything is done. ", "bold $success"), "Open anything again.")
        return Content.assemble((f"▸ {word}", "bold $primary"), ("   ", ""), (self._name_of(place), "bold"))

    def _due_row(self, review: Review, *, first: bool) -> Content:
        """A line for one exercise that waits, under a word for all of them."""
        count = f"Due for review ({len(self._due)})" if len(self._due) > 1 else "Due for review"
        mark = (f"↻ {count}", "bold $warning") if first else (" " * (len(count) + 2), "")
        return Content.assemble(mark, ("   ", ""), self._name_of(Place("exercise", review.exercise)))

    def _name_of(self, place: Place) -> str:
        course = self.session.course
        thing = course.lessons[place.id] if place.kind == "lesson" else course.exercises[place.id]
        return f"{thing.number} {title_of(thing)}"

    def _module_row(self, module: Module, width: int) -> Content:
        exercises = [
            exercise for lesson in module.lessons for exercise in self.session.course.lessons[lesson].exercises
        ]
        done = sum(self._status.exercises[exercise].passed for exercise in exercises) if self._status else 0
        bar = progress_bar(done, len(exercises), 10)
        head = Content.assemble((f"{module.number}  ", "bold $primary"), (title_of(module), "bold"))
        head = head.truncate(width - bar.cell_length - 2, ellipsis=True)
        return Content.assemble("\n", head, " " * (width - head.cell_length - bar.cell_length), bar)

    def _begun(self, module: Module) -> bool:
        """Whether the learner knows already where in the module they are."""
        return self._status is not None and any(self._status.lessons[lesson].opened for lesson in module.lessons)

    @staticmethod
    def _placement_row() -> Content:
        return Content.assemble(("   ? ", "$primary"), ("Where to start: ten quick questions", "italic $text-muted"))

    def _lesson_row(self, lesson: Lesson) -> Content:
        progress = self._status.lessons[lesson.id] if self._status else None
        mark, style = lesson_mark(progress)
        return Content.assemble(("   ", ""), (mark, style), (f" {lesson.number:<5} ", "$text-muted"), title_of(lesson))

    def _exercise_row(self, exercise: Exercise, width: int) -> Content:
        progress = self._status.exercises[exercise.id] if self._status else None
        mark, style = exercise_mark(progress)
        left = Content.assemble(
            ("         ", ""), (mark, style), (f" {exercise.number:<5} ", "$text-muted"), (title_of(exercise), "")
        )
        right = f"{exercise.difficulty}, {exercise.minutes} min"
        gap = width - left.cell_length - len(right)
        return Content.assemble(left, " " * gap, (right, "$text-disabled")) if gap >= 2 else left

    # ----------------------------------------------------------------- the page beside it

    @on(OptionList.OptionHighlighted)
    def _describe(self, event: OptionList.OptionHighlighted) -> None:
        place = self._place(event.option_id)
        if place is not None:
            self.query_one("#about", Static).update(self._about(place))

    def _about(self, place: Place) -> Content:
        course = self.session.course
        lesson = course.lessons[place.id if place.kind == "lesson" else course.exercises[place.id].lesson]
        module = course.modules[lesson.module]
        if place.kind == "lesson":
            return self._about_lesson(lesson, module)
        return self._about_exercise(course.exercises[place.id], lesson)

    def _about_lesson(self, lesson: Lesson, module: Module) -> Content:
        progress = self._status.lessons[lesson.id] if self._status else None
        state = "Not opened yet."
        if progress and progress.read:
            state = "Read to the end."
        elif progress and progress.opened:
            state = f"Opened; {len(progress.examples_run)} of its examples run."
        parts = [
            Content.styled(f"Lesson {lesson.number}", "$primary"),
            Content.styled(title_of(lesson), "bold"),
            Content(""),
            Content(state),
            Content(""),
            Content.styled(f"From {module.number}, {title_of(module)}.", "$text-muted"),
            Content.styled(module.summary, "$text-muted"),
        ]
        return Content("\n").join(parts)

    def _about_exercise(self, exercise: Exercise, lesson: Lesson) -> Content:
        progress = self._status.exercises[exercise.id] if self._status else None
        parts = [
            Content.styled(f"{kind_word(exercise)} {exercise.number}", "$primary"),
            Content.styled(title_of(exercise), "bold"),
            Content(""),
            Content(exercise_state(progress)),
            Content(""),
            Content.styled(f"{exercise.difficulty.capitalize()}, about {exercise.minutes} minutes.", "$text-muted"),
            Content.styled(f"Teaches {', '.join(exercise.teaches)}." if exercise.teaches else "", "$text-muted"),
            Content.styled(f"Belongs to lesson {lesson.number}, {title_of(lesson)}.", "$text-muted"),
        ]
        return Content("\n").join(parts)

    # ----------------------------------------------------------------- going there

    def _place(self, option_id: str | None) -> Place | None:
        if option_id == CONTINUE:
            return self._way_on()
        kind, _, name = (option_id or "").partition(":")
        if kind == "lesson":
            return Place("lesson", name)
        return Place("exercise", name) if kind in ("exercise", "review") else None

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        place = self._place(event.option_id)
        if place is None:
            return
        if (event.option_id or "").startswith("review:"):
            self._begin_review(place)
        else:
            self.gradschool.open_place(place)

    def action_review(self) -> None:
        """Begin the review that has waited longest."""
        if self._due:
            self._begin_review(Place("exercise", self._due[0].exercise))

    def _begin_review(self, place: Place) -> None:
        """Open the exercise with its starter; with the draft, if its review was begun already."""
        begun = self.gradschool.attempt(self.session.begin_review, place.id)
        if begun is None:
            return
        if begun.fresh:
            self.notify("The starter is back; your earlier answer is among the attempts (a).", title="Once more")
        self.gradschool.open_place(place)

    def action_go_on(self) -> None:
        """Open where the learner was."""
        place = self._way_on()
        if place is not None:
            self.gradschool.open_place(place)

    def action_next_module(self, step: int) -> None:
        """Highlight the first lesson of the next module (or the previous one)."""
        self.query_one(Contents).step_module(step)


class Contents(OptionList):
    """The list itself: it can say which row is chosen, and step from module to module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", key_display="↵"),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "first", "First", show=False),
        Binding("G", "last", "Last", show=False),
    ]

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted row."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def choose(self, option_id: str | None) -> None:
        """Highlight the row of that id, the first one if there is none."""
        index = 1
        if option_id is not None:
            index = next((i for i, option in enumerate(self.options) if option.id == option_id), 1)
        self.highlighted = index

    def step_module(self, step: int) -> None:
        """Highlight the first lesson of the next module, or of the one before."""
        here = self.highlighted or 0
        firsts = [i + 1 for i, option in enumerate(self.options) if option.disabled]
        others = [i for i in firsts if (i > here if step > 0 else i < here)]
        self.highlighted = (others[0] if step > 0 else others[-1]) if others else firsts[0]
        heights = [str(option.prompt).count("\n") + 1 for option in list(self.options)[: self.highlighted - 1]]
        self.call_after_refresh(self.scroll_to, y=sum(heights), animate=False)
