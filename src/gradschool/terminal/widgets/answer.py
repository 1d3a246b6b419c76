"""Where an answer is given: code to write, or questions to answer."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option
from typing_extensions import override

from gradschool.model import Item, Outcome, Report, ScenarioReport
from gradschool.render.text import inline
from gradschool.session import filling as answers
from gradschool.terminal import rendering
from gradschool.terminal.widgets.drawn import Drawn
from gradschool.terminal.widgets.editor import CodeEditor, Completer


class Answered(Message):
    """The answer is other than what was saved last."""


class CodeAnswer(Vertical):
    """An answer that is code."""

    def __init__(self, code: str, completer: Completer) -> None:
        super().__init__(id="answer")
        self.editor = CodeEditor(code, completer, numbers=True, name="code")

    @override
    def compose(self) -> ComposeResult:
        yield self.editor

    @property
    def code(self) -> str:
        """The answer as a file."""
        return self.editor.text

    def put(self, code: str) -> None:
        """Replace the answer, as an edit that Ctrl+Z takes back."""
        lines = self.editor.document.lines
        self.editor.replace(code, (0, 0), (len(lines) - 1, len(lines[-1])))

    def begin(self) -> None:
        """Take the focus."""
        self.editor.focus()

    def judged(self, report: Report) -> None:
        """Mark the line where the mistake is."""
        line = report.diagnosis.line if report.diagnosis else None
        for scenario in report.scenarios:
            if line is None and scenario.raised is not None:
                line = scenario.raised.line
        if line is not None and report.outcome is not Outcome.PASSED:
            self.editor.mark(line)
        else:
            self.editor.mark()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.editor.mark()
        self.post_message(Answered())


class QuestionsAnswer(VerticalScroll, can_focus=False):
    """An answer that is a list of answers to questions."""

    def __init__(self, items: tuple[Item, ...], code: str) -> None:
        super().__init__(id="answer")
        given = answers.read(code)
        self.questions = [Question(item, given.get(item.name, "")) for item in items]

    @override
    def compose(self) -> ComposeResult:
        yield from self.questions

    @property
    def code(self) -> str:
        """The answers as a file."""
        return answers.written(
            (question.item.name for question in self.questions),
            {question.item.name: question.given for question in self.questions},
        )

    def put(self, code: str) -> None:
        """Replace the answers."""
        given = answers.read(code)
        for question in self.questions:
            question.put(given.get(question.item.name, ""))

    def begin(self) -> None:
        """Take the focus at the first question that is still open."""
        still_open = [question for question in self.questions if not question.given]
        (still_open or self.questions)[0].begin()

    def judged(self, report: Report) -> None:
        """Say under each question what came of it. Scenarios stand in the questions' order."""
        for question, scenario in zip(self.questions, report.scenarios, strict=False):
            question.judged(scenario)


class Question(Vertical):
    """One question with the place for its answer. A prediction is typed, a choice is picked."""

    def __init__(self, item: Item, given: str) -> None:
        super().__init__(classes="question")
        self.item = item
        self.given = given
        self._verdict = Drawn("", classes="why")
        self._field: Input | Picks = Picks(item, given) if item.choices else Prediction(given)

    @override
    def compose(self) -> ComposeResult:
        yield from self._statement()
        yield self._field
        yield self._verdict

    def _statement(self) -> Iterator[Widget]:
        yield Drawn(rendering.prose(self.item.question), classes="asked")
        if self.item.code:
            yield CodeEditor(self.item.code, None)

    @on(events.Mount)
    def _mounted(self) -> None:
        self._verdict.display = False

    def begin(self) -> None:
        """Take the focus."""
        self._field.focus()

    def put(self, given: str) -> None:
        """Replace the answer."""
        self.given = given
        self._verdict.display = False
        if isinstance(self._field, Picks):
            self._field.pick(given)
        else:
            self._field.value = given

    def judged(self, scenario: ScenarioReport) -> None:
        """Say whether it was right, and why."""
        right = scenario.outcome is Outcome.PASSED
        words = next((choice.feedback for choice in self.item.choices if choice.letter == self.given), "")
        if not self.item.choices:
            words = self.item.why if right else self._put_right(scenario)
        self._verdict.display = bool(self.given)
        self._verdict.update(rendering.remark("✓ Right." if right else "✗ Not so.", right, words))

    @staticmethod
    def _put_right(scenario: ScenarioReport) -> str:
        return " ".join(f"It gives `{one.expected}`. {one.note}" for one in scenario.differences)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._answer(event.value)

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if isinstance(self._field, Picks):
            self._field.pick(event.option_id or "")
            self._answer(event.option_id or "")

    def _answer(self, given: str) -> None:
        if given != self.given:
            self.given = given
            self._verdict.display = False
            self.post_message(Answered())


class Prediction(Input):
    """One line for what the learner expects."""

    def __init__(self, given: str) -> None:
        super().__init__(given, placeholder="your prediction", select_on_focus=False, compact=True)
        self.cursor_blink = False


class Picks(OptionList):
    """The choices of one question. Up and down move, Enter or a letter picks."""

    def __init__(self, item: Item, given: str) -> None:
        super().__init__(compact=True)
        self._item = item
        self._given = given
        self.pick(given)

    def pick(self, letter: str) -> None:
        """Show this choice as the picked one."""
        self._given = letter
        here = self.highlighted
        self.clear_options()
        for choice in self._item.choices:
            sign, style = ("◉", "bold $primary") if choice.letter == letter else ("○", "$text-muted")
            prompt = Content.assemble((f"{sign} ", style), (f"{choice.letter}  ", "$text-muted"), *_coded(choice.text))
            self.add_option(Option(prompt, id=choice.letter))
        self.highlighted = here if here is not None else 0

    @on(events.Key)
    def _letter(self, event: events.Key) -> None:
        letters = [choice.letter for choice in self._item.choices]
        if event.character in letters:
            event.stop()
            self.highlighted = letters.index(str(event.character))
            self.action_select()


def _coded(markdown: str) -> list[tuple[str, str]]:
    """A choice's text with its code set apart."""
    parts = inline(markdown).split("`")
    return [(part, "bold $secondary" if number % 2 else "") for number, part in enumerate(parts)]
