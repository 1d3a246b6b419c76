"""The terminal app: its pages as text, its lessons, getting about in it, and a first session in a real terminal."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import OptionList

from gradschool.content import load_course
from gradschool.model import Attempt, Course, Outcome, Place
from gradschool.progress import Store
from gradschool.session import Session
from gradschool.terminal.app import GradschoolApp
from gradschool.terminal.screens.exercise import ExerciseScreen
from gradschool.terminal.screens.lesson import LessonScreen
from gradschool.terminal.screens.term import TermScreen
from gradschool.terminal.widgets.example import State
from gradschool.worker import AnyWorker
from replay_terminal import Terminal, replay
from terminal_driver import (
    HERE,
    NARROW,
    SMALL_COURSE,
    WIDE,
    check_snapshot,
    code_of,
    example,
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


# --------------------------------------------------------------------------- what the pages look like


async def test_home_shows_the_way_on_and_the_whole_course(session: Session) -> None:
    async with opened(session) as pilot:
        check_snapshot("home", shown(pilot))


async def test_home_offers_what_is_due_for_review(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as past:
        moment = time.time_ns() - 9 * 86_400_000_000_000
        past.setattr(time, "time_ns", lambda: moment)
        session.store.record_attempt(Attempt("double", "x", Outcome.PASSED, "", 1, 1, moment / 1e9))
        session.save_draft("double", "the old answer")
    async with opened(session) as pilot:
        assert "↻ Due for review" in shown(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExerciseScreen))
        assert code_of(pilot).text == session.texts("double").starter
        assert "The starter is back" in shown(pilot)


async def test_home_says_more_beside_the_list_where_there_is_room(session: Session) -> None:
    async with opened(session, size=WIDE) as pilot:
        await pilot.press("down", "down")
        check_snapshot("home_wide", shown(pilot))


async def test_a_lesson_shows_prose_examples_and_exercises(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        check_snapshot("lesson", shown(pilot))


async def test_an_exercise_shows_one_pane_at_a_time_on_a_small_terminal(session: Session) -> None:
    async with opened(session, Place("exercise", "double")) as pilot:
        task = shown(pilot)
        await pilot.press("f3")
        check_snapshot("exercise", f"{task}\n\n{shown(pilot)}")


async def test_an_exercise_shows_task_code_and_verdict_together_on_a_large_one(session: Session) -> None:
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        code_of(pilot).text = "def double(x):\n    return x**2\n"
        await pilot.press("f5")
        await until(pilot, lambda: "Not yet" in shown(pilot))
        check_snapshot("exercise_wide", shown(pilot))


async def test_questions_are_asked_one_below_the_other(session: Session) -> None:
    async with opened(session, Place("exercise", "guess")) as pilot:
        await pilot.press("f3")
        check_snapshot("questions", shown(pilot))


async def test_help_names_the_keys(session: Session) -> None:
    async with opened(session, size=WIDE) as pilot:
        await pilot.press("f1")
        check_snapshot("help", shown(pilot))


async def test_a_terminal_that_is_too_small_is_told_so_and_recovers(session: Session) -> None:
    async with opened(session) as pilot:
        await pilot.resize_terminal(50, 12)
        await until(pilot, lambda: "at least 60 × 18" in shown(pilot))
        await pilot.resize_terminal(*NARROW)
        await until(pilot, lambda: "Begin" in shown(pilot))


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (200, 60)], ids=str)
async def test_no_page_is_wider_than_the_terminal(session: Session, size: tuple[int, int]) -> None:
    for place in (None, Place("lesson", "adding"), Place("exercise", "double"), Place("exercise", "guess")):
        async with opened(session, place, size) as pilot:
            strips = pilot.app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}


async def test_every_page_of_the_course_opens_and_fits(
    course: Course, home: Path, worker: AnyWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(course, Store.open(home)) as whole:
        monkeypatch.setattr(whole, "worker", lambda: worker)
        async with opened(whole) as pilot:
            app = pilot.app
            assert isinstance(app, GradschoolApp)
            for place in [
                *(Place("lesson", lesson) for lesson in course.lessons),
                *(Place("exercise", exercise) for exercise in course.exercises),
            ]:
                app.open_place(place)
                await until(pilot, lambda: app.screen.query(".block, #task"))
                widths = {strip.cell_length for strip in app.screen._compositor.render_strips()}
                assert widths == {NARROW[0]}, place
            assert len(app.screen_stack) == 3


async def test_without_color_nothing_is_colored_and_the_focus_still_shows(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(session, Place("lesson", "adding")) as pilot:
        reading = shown(pilot)
        await pilot.press("tab")
        focused = shown(pilot)
        strips = pilot.app.screen._compositor.render_strips()
        colors = [
            color
            for strip in strips
            for segment in strip
            if segment.style is not None
            for color in (segment.style.color, segment.style.bgcolor)
            if color is not None and not color.is_default
        ]
    assert colors == []
    assert [old != new for old, new in zip(reading.splitlines(), focused.splitlines(), strict=True)].count(True) >= 4


# --------------------------------------------------------------------------- lessons


async def test_an_example_runs_where_it_stands(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        example(pilot, 0).editor.focus()
        await pilot.press("ctrl+end", "enter")
        await typed(pilot, 'print("sum", total.sum().item())')
        await pilot.press("f5")
        await until(pilot, lambda: example(pilot, 0).state is State.DONE)
        assert "sum 5" in shown(pilot)
    assert session.status().lessons["adding"].examples_run == (0,)


async def test_what_was_typed_into_an_example_is_there_again_next_time(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        example(pilot, 0).editor.focus()
        await typed(pilot, "# mine ")
        await pilot.press("escape", "escape")
    async with opened(session, Place("lesson", "adding")) as pilot:
        assert example(pilot, 0).code.startswith("# mine import torch")
        assert "changed" in shown(pilot)


async def test_the_original_of_an_example_can_be_had_back(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        original = example(pilot, 0).code
        example(pilot, 0).editor.focus()
        await typed(pilot, "# mine ")
        await pilot.press("ctrl+o")
        back = example(pilot, 0).code
        await pilot.press("ctrl+z")
        assert (back, example(pilot, 0).code) == (original, f"# mine {original}")


async def test_an_error_marks_its_line_and_counts_as_expected_where_the_lesson_says_so(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        example(pilot, 1).editor.focus()
        await pilot.press("f8")
        await until(pilot, lambda: example(pilot, 0).state is State.DONE)
        await pilot.press("f5")
        await until(pilot, lambda: example(pilot, 1).state is State.FAILED)
        page = shown(pilot)
    assert "✓ IndexError in line 1, as it must" in page
    assert "index 5 is out of bounds" in page


async def test_ctrl_c_stops_a_loop_and_leaves_the_app_open(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        example(pilot, 0).editor.text = "while True:\n    pass"
        example(pilot, 0).editor.focus()
        await pilot.press("f5")
        await until(pilot, lambda: example(pilot, 0).state is State.RUNNING)
        await asyncio.sleep(0.3)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: example(pilot, 0).state is State.FAILED)
        assert "KeyboardInterrupt" in shown(pilot)
        assert pilot.app.is_running


async def test_a_restart_forgets_what_ran(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        example(pilot, 0).editor.focus()
        await pilot.press("f5")
        await until(pilot, lambda: example(pilot, 0).state is State.DONE)
        await pilot.press("f9")
        await until(pilot, lambda: example(pilot, 0).state is State.FRESH)
        example(pilot, 1).editor.focus()
        await pilot.press("f5")
        await until(pilot, lambda: example(pilot, 1).state is State.FAILED)
        assert "NameError" in shown(pilot)


async def test_the_end_of_the_page_counts_as_read(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        before = session.status().lessons["adding"].read
        await pilot.press("end")
        await until(pilot, lambda: session.status().lessons["adding"].read)
        assert not before


async def test_tab_completes_a_name_from_what_is_alive(session: Session) -> None:
    async with opened(session, Place("lesson", "adding")) as pilot:
        example(pilot, 0).editor.focus()
        await pilot.press("f5")
        await until(pilot, lambda: example(pilot, 0).state is State.DONE)
        await pilot.press("ctrl+end", "enter")
        await typed(pilot, "tota")
        await pilot.press("tab")
        await until(pilot, lambda: example(pilot, 0).code.endswith("\ntotal"))


# --------------------------------------------------------------------------- getting about


async def test_the_finder_opens_any_exercise_by_a_few_letters(session: Session) -> None:
    async with opened(session) as pilot:
        await pilot.press("ctrl+p")
        await typed(pilot, "what comes")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExerciseScreen))
        assert "What comes out?" in shown(pilot)


async def test_the_finder_offers_every_lesson_and_exercise(session: Session) -> None:
    async with opened(session, size=WIDE) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: pilot.app.screen.query("#found"))
        names = [
            str(option.prompt).split("  ")[0] for option in pilot.app.screen.query_one("#found", OptionList).options
        ]
    assert {"1.1 Adding", "1.01 Twice as much", "1.02 What comes out?", "1.03 Which is it?"} <= set(names)


@pytest.fixture
def worded(home: Path, tmp_path: Path) -> Iterator[Session]:
    """A learner at the small course, whose first lesson defines a word."""
    course = Path(shutil.copytree(SMALL_COURSE, tmp_path / "course"))
    page = Path(load_course(course).lessons["adding"].folder, "lesson.md")
    page.write_text(page.read_text(encoding="utf-8") + "\n\n## Words\n\nsummand, summands\n: What is added; see `+`.\n")
    with Session(load_course(course), Store.open(home)) as one:
        yield one


async def test_the_finder_explains_a_word_and_leads_to_its_lesson(worded: Session) -> None:
    async with opened(worded) as pilot:
        await pilot.press("ctrl+p")
        await typed(pilot, "summand")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TermScreen) and "What is added" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))


async def test_continue_leads_back_to_the_block_that_was_on_top(session: Session) -> None:
    session.open_lesson("adding", 4)
    async with opened(session) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen) and pilot.app.screen.query(".block"))
        await pilot.pause(0.1)
        page = pilot.app.screen.query_one("#page")
        block = pilot.app.screen.query(".block")[4]
        assert page.scroll_offset.y in (block.virtual_region.y, page.max_scroll_y)


async def test_a_second_ctrl_c_quits_and_a_first_one_only_says_so(session: Session) -> None:
    async with opened(session) as pilot:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "Press Ctrl+C again" in shown(pilot))
        running = pilot.app.is_running
        await pilot.press("ctrl+c")
        await until(pilot, lambda: pilot.app.return_code is not None)
        assert (running, pilot.app.return_value) == (True, 0)


async def test_quitting_in_the_middle_of_a_word_keeps_it(session: Session) -> None:
    async with opened(session, Place("exercise", "double"), WIDE) as pilot:
        code_of(pilot).focus()
        await typed(pilot, "# half a wo")
        await pilot.press("ctrl+q")
    assert session.draft("double").startswith("# half a wo")
    assert session.status().place == Place("exercise", "double")


# --------------------------------------------------------------------------- a real terminal


def test_a_first_session_replays_in_a_real_terminal(home: Path) -> None:
    with Terminal([sys.executable, "-m", "gradschool"], {"GRADSCHOOL_HOME": str(home)}) as terminal:
        replay(HERE / "replay" / "first_session.txt", terminal)


def test_a_real_terminal_without_color_gets_no_color(home: Path) -> None:
    with Terminal([sys.executable, "-m", "gradschool"], {"GRADSCHOOL_HOME": str(home), "NO_COLOR": "1"}) as terminal:
        terminal.start()
        terminal.expect("Begin")
        terminal.press("ctrl+q")
        terminal.ended()
    assert re.findall(rb"\x1b\[[\d;]*?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m", terminal.raw) == []


@pytest.mark.parametrize(("background", "painted"), [(b"fbfb/fafa/f7f7", "fbfaf7"), (b"1e1e/1e1e/1e1e", "14161b")])
def test_the_palette_follows_the_terminals_background(
    home: Path, monkeypatch: pytest.MonkeyPatch, background: bytes, painted: str
) -> None:
    for name in ("GRADSCHOOL_THEME", "COLORFGBG", "NO_COLOR", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    with Terminal([sys.executable, "-m", "gradschool"], {"GRADSCHOOL_HOME": str(home)}) as terminal:
        terminal.background = background
        terminal.start()
        terminal.expect("^Q quit")  # the last line that is painted
        assert terminal.screen.buffer[12][40].bg == painted
