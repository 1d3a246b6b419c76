"""An exercise: the task, the place for the answer, and the verdict as it comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from typing_extensions import override

from gradschool import errors
from gradschool.model import Exercise, ExerciseTexts, Hint, Outcome, Place, Report
from gradschool.terminal import rendering
from gradschool.terminal.screens.page import WIDE, CoursePage
from gradschool.terminal.widgets.answer import Answered, CodeAnswer, QuestionsAnswer
from gradschool.terminal.widgets.drawn import Drawn
from gradschool.terminal.widgets.editor import CodeEditor
from gradschool.terminal.widgets.example import SAVE_AFTER
from gradschool.terminal.widgets.press import Press, Tabs
from gradschool.terminal.words import title_of

if TYPE_CHECKING:
    from gradschool.terminal.app import GradschoolApp

PANES = ("task", "code", "verdict")
PATIENCE = 0.2  # seconds before it says that the verdict is still to come: a warm one is there sooner


def exercise_screen(app: GradschoolApp, exercise_id: str) -> ExerciseScreen | None:
    """The page of an exercise; None when its texts cannot be read, and the learner was told why."""
    texts = app.attempt(app.session.texts, exercise_id)
    if texts is None:
        return None
    draft = app.attempt(app.session.draft, exercise_id)
    return ExerciseScreen(app.session.course.exercises[exercise_id], texts, draft or texts.starter)


class ExerciseScreen(CoursePage):
    """One exercise's page: two columns where there is room, else one pane at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+j,ctrl+r,shift+enter", "check", "Check", key_display="^J"),
        Binding("ctrl+g", "hint", "Hint", key_display="^G"),
        Binding("enter", "show('code')", "Answer", key_display="↵"),
        Binding("f2", "show('task')", "Task", show=False),
        Binding("f3", "show('code')", "Code", show=False),
        Binding("f4", "show('verdict')", "Verdict", show=False),
        Binding("1", "show('task')", "Task", show=False),
        Binding("2", "show('code')", "Code", show=False),
        Binding("3", "show('verdict')", "Verdict", show=False),
        Binding("h", "hint", "Hint", show=False),
        Binding("c", "check", "Check", show=False),
        Binding("s", "solution", "Solution", show=False),
        Binding("a", "attempts", "Attempts", show=False),
        Binding("n", "next", "Next", show=False),
        Binding("ctrl+o", "restore", "Start over", key_display="^O", show=False),
        Binding("escape", "back", "Back", key_display="Esc"),
    ]

    def __init__(self, exercise: Exercise, texts: ExerciseTexts, draft: str) -> None:
        super().__init__()
        self.exercise = exercise
        self._texts = texts
        self.answer: CodeAnswer | QuestionsAnswer
        if texts.items:
            self.answer = QuestionsAnswer(texts.items, draft)
        else:
            self.answer = CodeAnswer(draft, self._complete)
        self._unsaved: Timer | None = None
        self._judging = False
        self._patience: Timer | None = None
        self._after: Place | None = None

    def _complete(self, code: str, cursor: int):  # type: ignore[no-untyped-def]
        return self.session.complete(self.exercise.id, code, cursor)

    # ----------------------------------------------------------------- the page

    @override
    def body(self) -> Iterable[Widget]:
        yield Tabs(*PANES, names=("Task", "Answers" if self._texts.items else "Code", "Verdict"))
        with Horizontal(id="exercise"):
            with VerticalScroll(id="task"):
                yield Drawn(rendering.heading(self.exercise), classes="head")
                yield Drawn(rendering.prose(self._texts.task), classes="statement")
                yield Vertical(id="hints")
            with Vertical(id="work"):
                yield self.answer
                with VerticalScroll(id="verdict"):
                    yield Drawn(rendering.remark("", True, "No verdict yet: Ctrl+J checks your answer."), name="said")
                with Horizontal(id="presses"):
                    yield Press("Check", "^J", "check", classes="-main")
                    yield Press("Hint", "^G", "hint", name="hint")
                    if not self._texts.items:  # the verdict on questions gives their answers
                        yield Press("Solution", "", "solution")
                    yield Press("Attempts", "", "attempts")
                    yield Press("Start over", "", "restore")
                    yield Press("Next", "", "next", name="next")

    @on(events.Mount)
    def _mounted(self) -> None:
        self._trail()
        self.query_one("#next").display = False
        self.action_show("task")
        for hint in self.gradschool.attempt(self.session.hints_taken, self.exercise.id) or []:
            self._put_hint(hint)
        self._count_hints()
        self.gradschool.attempt(self.session.visit, Place("exercise", self.exercise.id))
        self._prepare()
        self.query_one("#task").focus()
        if self.app.size.width >= WIDE:
            self.answer.begin()

    @work(thread=True, group="prepare")
    def _prepare(self) -> None:
        self.session.prepare(self.exercise.id)

    def _trail(self) -> None:
        lesson = self.session.course.lessons[self.exercise.lesson]
        self.show_trail(f"{lesson.number} {title_of(lesson)}", f"{self.exercise.number} {title_of(self.exercise)}")

    def action_show(self, pane: str) -> None:
        """Bring one pane into view, and the focus into it."""
        self.remove_class(*(f"-show-{one}" for one in PANES)).add_class(f"-show-{pane}")
        self.query_one(Tabs).show(pane)
        if pane == "code":
            self.answer.begin()
        else:
            self.query_one(f"#{pane}").focus()

    @on(CodeEditor.Released)
    def _out_of_the_code(self) -> None:
        self.query_one(".press.-main").focus()

    # ----------------------------------------------------------------- what was typed

    @on(Answered)
    def _typed(self) -> None:
        if self._unsaved is None:
            self._unsaved = self.set_timer(SAVE_AFTER, self.save)

    def save(self) -> None:
        """Save the draft now, if it is not saved."""
        if self._unsaved is not None:
            self._unsaved.stop()
            self._unsaved = None
            self.gradschool.attempt(self.session.save_draft, self.exercise.id, self.answer.code)

    @override
    def leave(self) -> None:
        self.save()

    def action_restore(self) -> None:
        """Put the starter back, as an edit that Ctrl+Z takes back."""
        self.answer.put(self._texts.starter)
        if isinstance(self.answer, CodeAnswer):
            self.notify("The starter is back. Ctrl+Z in the code returns yours.", timeout=3)
        self.action_show("code")

    def action_back(self) -> None:
        """Go back from the verdict to the code where one hides the other, else to where the learner came from."""
        if self.has_class("-narrow") and self.has_class("-show-verdict"):
            self.action_show("code")
            return
        self.leave()
        self.gradschool.pop_screen()

    # ----------------------------------------------------------------- the verdict

    def action_check(self) -> None:
        """Hand the answer in."""
        if self._judging:
            return
        self._judging = True
        self.save()
        self._patience = self.set_timer(PATIENCE, self._still_judging)
        self._submit(self.answer.code)

    def _still_judging(self) -> None:
        self.query_one("#said", Drawn).update(rendering.remark("", True, "The judge is at work…"))
        if self.has_class("-narrow"):
            self.action_show("verdict")

    @work(thread=True, group="judge")
    def _submit(self, code: str) -> None:
        try:
            report = self.session.submit(self.exercise.id, code)
        except errors.GradschoolError as error:
            self.app.call_from_thread(self._not_judged, error)
            return
        self.app.call_from_thread(self._show_report, report)

    def _judged(self) -> None:
        self._judging = False
        if self._patience is not None:
            self._patience.stop()

    def _not_judged(self, error: errors.GradschoolError) -> None:
        self._judged()
        if self.is_attached:
            self.query_one("#said", Drawn).update(rendering.remark("Not judged.", False, str(error)))
        self.gradschool.say_error(error)

    def _show_report(self, report: Report) -> None:
        self._judged()
        if not self.is_attached:
            return
        passed = report.outcome is Outcome.PASSED
        self.query_one("#said", Drawn).update(rendering.verdict(report, self.exercise.kind))
        self.query_one("#verdict").scroll_home(animate=False)
        self.add_class("-judged")
        self.set_class(passed, "-passed")
        self.query_one(Tabs).mark("verdict", " ✓" if passed else " ✗")
        self.answer.judged(report)
        self._trail()
        self._offer_next(report)

    def _offer_next(self, report: Report) -> None:
        self._after = self.gradschool.attempt(self.session.follows, report)
        button = self.query_one("#next", Press)
        button.display = self._after is not None
        if self.has_class("-narrow"):
            self.action_show("verdict")
        if button.display:
            button.focus()

    def action_next(self) -> None:
        """Go on to what comes after this exercise."""
        if self._after is not None:
            self.gradschool.open_place(self._after)

    # ----------------------------------------------------------------- help on the way

    def action_hint(self) -> None:
        """Take the next hint."""
        hint = self.gradschool.attempt(self.session.hint, self.exercise.id)
        if hint is None:
            said = "All hints are open." if self._texts.hints else "There are no hints here."
            self.notify(said, timeout=2)
        else:
            self._put_hint(hint)
            self._count_hints()
        if self.has_class("-narrow"):
            self.action_show("task")
        self.call_after_refresh(self.query_one("#task").scroll_end, animate=False)

    def _put_hint(self, hint: Hint) -> None:
        self.query_one("#hints").mount(Drawn(rendering.hint(hint), classes="hint"))

    def _count_hints(self) -> None:
        total = len(self._texts.hints)
        taken = len(self.gradschool.attempt(self.session.hints_taken, self.exercise.id) or [])
        self.query_one("#hint", Press).relabel(f"Hint {taken}/{total}")
        self.query_one("#hint").display = total > 0

    def action_solution(self) -> None:
        """Show the solution beside the learner's own code, once it may be seen."""
        from gradschool.terminal.screens.solution import SolutionScreen

        if self._texts.items:
            self.notify("The verdict says what each answer should have been.", timeout=3)
            return
        solution = self.gradschool.attempt(self.session.solution, self.exercise.id)
        if solution is not None:
            self.gradschool.push_screen(SolutionScreen(self.exercise, self.answer.code, solution))

    def action_attempts(self) -> None:
        """Show what was handed in so far."""
        from gradschool.terminal.screens.attempts import AttemptsScreen

        attempts = self.gradschool.attempt(self.session.attempts, self.exercise.id)
        if not attempts:
            self.notify("Nothing was handed in yet.", timeout=2)
            return
        self.gradschool.push_screen(AttemptsScreen(self.exercise, attempts), self._take_back)

    def _take_back(self, code: str | None) -> None:
        if code is not None:
            self.answer.put(code)
            self.action_show("code")

    def action_reset(self) -> None:
        """Start the exercise over, after asking."""
        from gradschool.terminal.screens.confirm import ConfirmScreen

        question = f"Start “{title_of(self.exercise)}” over? The draft, the attempts and the hints are put aside."
        self.gradschool.push_screen(ConfirmScreen(question, "Start over", "Keep everything"), self._reset)

    def _reset(self, sure: bool | None) -> None:
        if sure:
            self.gradschool.attempt(self.session.reset, [self.exercise.id])
            self.gradschool.pop_screen()
            self.gradschool.open_place(Place("exercise", self.exercise.id), above=True)
