"""The terminal app: exercises of every kind, from the first key to the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gradschool.content import load_course
from gradschool.model import Place
from gradschool.progress import Store
from gradschool.session import Session
from gradschool.session import filling as answers
from gradschool.terminal.screens.exercise import ExerciseScreen
from gradschool.worker import AnyWorker
from terminal_driver import (
    SMALL_COURSE,
    WIDE,
    code_of,
    opened,
    shown,
    typed,
    until,
)


@pytest.fixture
def session(home: Path, worker: AnyWorker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A learner at the small course. The warm process is the one of all tests: it outlives this session."""
    with Session(load_course(SMALL_COURSE), Store.open(home)) as one:
        monkeypatch.setattr(one, "worker", lambda: worker)
        yield one


# --------------------------------------------------------------------------- exercises


async def test_a_wrong_answer_is_named_and_a_right_one_leads_on(session: Session) -> None:
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        code_of(pilot).text = "def double(x):\n    return x**2\n"
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "Every number was squared" in shown(pilot))
        await pilot.press("f7", "backspace")
        await typed(pilot, "def double(x):\nreturn 2 * x")  # the editor indents
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "Passed" in shown(pilot))
        assert "1 of 3 solved" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "What comes out?" in shown(pilot))


async def test_the_line_of_the_mistake_is_marked_until_it_is_changed(session: Session) -> None:
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        code_of(pilot).text = "def double(x):\n    return y\n"
        code_of(pilot).focus()
        await pilot.press("f5")
        await until(pilot, lambda: "NameError" in shown(pilot))
        marked = "2▸" in shown(pilot)
        await typed(pilot, "#")
        assert (marked, "2▸" in shown(pilot)) == (True, False)


async def test_hints_come_one_at_a_time_and_are_counted(session: Session) -> None:
    async with opened(session, Place("exercise", "double")) as pilot:
        await pilot.press("ctrl+g")
        assert "Hint 1 of 3" in shown(pilot)
        await pilot.press("ctrl+g", "ctrl+g", "ctrl+g")
        await until(pilot, lambda: "All hints are open" in shown(pilot))
    assert session.status().exercises["double"].hints == 3


async def test_the_solution_says_why_it_is_still_closed(session: Session) -> None:
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        await pilot.press("escape", "s")
        await until(pilot, lambda: "the solution opens" in shown(pilot))
        assert isinstance(pilot.app.screen, ExerciseScreen)


async def test_the_solution_stands_beside_the_learners_own_code_after_a_pass(session: Session) -> None:
    session.submit("double", "def double(x):\n    return x + x\n")
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        await pilot.press("escape", "s")
        await until(pilot, lambda: "A solution of" in shown(pilot))
        page = shown(pilot)
    assert "return x + x" in page
    assert "return 2 * x" in page


async def test_the_code_of_an_earlier_attempt_can_be_taken_back(session: Session) -> None:
    for answer in ("x**2", "x + 1"):
        session.submit("double", f"def double(x):\n    return {answer}\n")
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        await pilot.press("escape", "a")
        await until(pilot, lambda: "Attempts at" in shown(pilot))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "x**2" in code_of(pilot).text)


async def test_a_draft_is_kept_while_it_is_typed(session: Session) -> None:
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        code_of(pilot).focus()
        await typed(pilot, "# unfinished")
        await until(pilot, lambda: session.draft("double").startswith("# unfinished"))


async def test_predictions_are_typed_and_judged_one_by_one(session: Session) -> None:
    async with opened(session, Place("exercise", "guess")) as pilot:
        await pilot.press("f3")
        await typed(pilot, "int64")
        await pilot.press("enter")
        await typed(pilot, "torch.Size([2])")
        await pilot.press("f5")
        await until(pilot, lambda: "An integer tensor does not stay one" in shown(pilot))
        await pilot.press("f3")
        page = shown(pilot)
    assert page.index("✗ Not so.") < page.index("✓ Right.")


async def test_a_choice_is_picked_by_its_letter_and_answered_by_its_feedback(session: Session) -> None:
    async with opened(session, Place("exercise", "pick")) as pilot:
        await pilot.press("f3", "b", "f5")
        await until(pilot, lambda: session.status().exercises["pick"].passed)
        await pilot.press("f3")
        await until(pilot, lambda: "Ten bits of fraction" in shown(pilot))


async def test_a_reset_is_never_done_without_asking(session: Session) -> None:
    session.submit("double", "def double(x):\n    return x**2\n")
    async with opened(session, Place("exercise", "double")) as pilot:
        await pilot.press("ctrl+p")
        await typed(pilot, "reset")
        await pilot.press("enter")
        await until(pilot, lambda: "Are you sure?" in shown(pilot))
        await pilot.press("enter")  # the safe answer has the focus
        kept = session.draft("double")
        await pilot.press("ctrl+p")
        await typed(pilot, "reset")
        await pilot.press("enter")
        await until(pilot, lambda: "Are you sure?" in shown(pilot))
        await pilot.press("y")
        await until(pilot, lambda: "your turn" in session.draft("double"))
    assert "x**2" in kept


# --------------------------------------------------------------------------- answers as a file


@pytest.mark.parametrize(
    ("typed_answer", "value"),
    [
        ("torch.float32", "'torch.float32'"),
        ("(2, 3)", "(2, 3)"),
        ("torch.Size([2, 3])", "(2, 3)"),
        ("Size([2])", "(2,)"),
        ("nan", 'float("nan")'),
        ("True", "True"),
        ("RuntimeError", "'RuntimeError'"),
        ("", "..."),
        ('it\'s "odd"', "'it\\'s \"odd\"'"),
    ],
)
def test_what_is_typed_becomes_a_value_in_the_file(typed_answer: str, value: str) -> None:
    assert answers.written(["item"], {"item": typed_answer}) == f"answers = {{\n    'item': {value},\n}}\n"


@pytest.mark.parametrize("typed_answer", ["torch.float32", "(2, 3)", "nan", "-inf", "True", "RuntimeError", "", "3"])
def test_a_file_of_answers_is_read_back_as_it_was_typed(typed_answer: str) -> None:
    assert answers.read(answers.written(["item"], {"item": typed_answer})).get("item", "") == typed_answer


def test_a_file_that_is_no_file_of_answers_is_read_as_none() -> None:
    assert [answers.read(text) for text in ("def f(:", "answers = 3", "\0", "import torch")] == [{}, {}, {}, {}]
