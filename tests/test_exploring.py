"""Explorers from outside: the confined process that draws them, and the faces that show them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from gradschool.content import course_problems, load_course
from gradschool.errors import NotFound, UsageError
from gradschool.model import ExplorerLink, Place, View
from gradschool.pictures import Pictures, is_picture
from gradschool.progress import Store
from gradschool.session import Session
from gradschool.session.exploring import settings_line, settings_of
from gradschool.terminal.widgets.explorer import ExplorerBlock, SettingsLine
from gradschool.verify import verify
from gradschool.wire import Message
from gradschool.worker import AnyWorker
from terminal_driver import SMALL_COURSE, opened, shown, typed, until


def gradschool(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command; its home comes with the environment."""
    return subprocess.run(
        [sys.executable, "-m", "gradschool", *words], input=stdin, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def pictures(worker: AnyWorker) -> Iterator[Pictures]:
    with Pictures(lambda: worker) as one:
        yield one


def xray(pictures: Pictures, expression: str) -> View:
    return pictures.view("tensor_xray", {"expression": expression})


# --------------------------------------------------------------------------- the process


def test_a_view_comes_from_a_process_that_stays(pictures: Pictures) -> None:
    first = pictures.view("strides", {})
    pid = pictures._process().pid
    second = pictures.view("strides", {"step": "3"})
    assert (first.title, second.settings["step"]) == ("Stride viewer", "3")
    assert pictures._process().pid == pid


def test_the_same_question_is_answered_from_memory(pictures: Pictures) -> None:
    pictures.view("schedules", {"total": "60"})
    begun = time.perf_counter()
    pictures.view("schedules", {"total": "60"})
    assert time.perf_counter() - begun < 0.01


def test_what_takes_too_long_is_stopped_and_the_next_one_is_drawn(worker: AnyWorker) -> None:
    with Pictures(lambda: worker, seconds=0.5) as impatient:
        impatient.view("strides", {})
        lost = xray(impatient, "[0 for _ in iter(int, 1)]")
        assert lost.error == "That took over 0.5 seconds and was stopped."
        assert impatient._fork is None
    with Pictures(lambda: worker) as patient:
        assert not xray(patient, "torch.ones(2)").error


@pytest.mark.parametrize("deadly", ["__import__('os')._exit(3)", "__import__('os').kill(__import__('os').getpid(), 9)"])
def test_an_expression_that_ends_the_process_costs_one_picture(pictures: Pictures, deadly: str) -> None:
    assert "ended the process" in xray(pictures, deadly).error
    assert not xray(pictures, "torch.ones(3)").error


def test_closing_does_not_wait_for_a_picture_under_way(worker: AnyWorker) -> None:
    one = Pictures(lambda: worker, seconds=60)
    one.view("strides", {})
    said: list[View] = []
    endless = threading.Thread(target=lambda: said.append(xray(one, "[0 for _ in iter(int, 1)]")), daemon=True)
    endless.start()
    time.sleep(0.3)
    begun = time.monotonic()
    one.close()
    assert time.monotonic() - begun < 10
    endless.join(10)
    assert said
    assert said[0].error


def test_memory_is_limited(pictures: Pictures) -> None:
    assert xray(pictures, "torch.ones(1 << 32)").error
    assert not xray(pictures, "torch.ones(4)").error


def test_an_expression_is_evaluated_behind_the_walls(pictures: Pictures) -> None:
    assert "PermissionError" in xray(pictures, "open('/etc/passwd').read()").error
    assert "Error" in xray(pictures, "__import__('socket').socket()").error


def test_a_process_that_was_lost_while_it_waited_is_replaced_in_silence(pictures: Pictures) -> None:
    pictures.view("strides", {})
    pictures._process().kill()
    assert not pictures.view("strides", {"columns": "5"}).error


@pytest.mark.parametrize(
    "forged",
    [
        {"view": {"title": "x", "text": "", "html": "<script>1</script>", "controls": [], "settings": {}}},
        {"view": {"title": "x", "text": "", "html": '<svg onload="x"></svg>', "controls": [], "settings": {}}},
        {"view": {"title": "x", "html": 3}},
        {"neither": 1},
    ],
)
def test_a_forged_answer_is_no_picture(worker: AnyWorker, monkeypatch: pytest.MonkeyPatch, forged: Message) -> None:
    with Pictures(lambda: worker) as one:
        channel = one._process().channel
        honest = channel.receive
        monkeypatch.setattr(channel, "receive", lambda timeout: (honest(timeout), (forged, b""))[1])
        view = one.view("strides", {})
    assert view.error
    assert view.html == ""


@pytest.mark.parametrize(
    "html",
    [
        '<svg><a href="x">y</a></svg>',
        '<rect style="x"/>',
        "<svg",
        "<img/>",
        '<rect fill="url(#x)"/>',
        "<!-- x -->",
        "<rect fill='x'/>",
    ],
)
def test_more_than_a_picture_is_told_from_one(html: str) -> None:
    assert not is_picture(html)


def test_an_unknown_explorer_is_answered_with_the_nearest(pictures: Pictures) -> None:
    with pytest.raises(NotFound, match=r"Did you mean 'strides'\?"):
        pictures.view("stride", {})


def test_the_walls_leave_a_process_for_verdicts_waiting(worker: AnyWorker, pictures: Pictures) -> None:
    """An explorer's process stays; it must not keep the warm one from having the next verdict's process ready."""
    pictures.view("strides", {})
    assert worker.pid is not None  # type: ignore[union-attr]
    deadline, children = time.monotonic() + 20, list[str]()
    while time.monotonic() < deadline:
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()  # type: ignore[union-attr]
        if len(children) >= 3:  # the one for kernels, the explorers' and the spare
            return
        time.sleep(0.05)
    pytest.fail(f"only {children} wait")


# --------------------------------------------------------------------------- settings as words


def test_settings_as_words_are_read_back() -> None:
    settings = {"expression": "x[[0, 2], 'a b']", "shape": "3,4", "empty": ""}
    assert settings_of(settings_line(settings)) == settings


@pytest.mark.parametrize(
    ("words", "said"), [("rows", "this is no setting"), ("=3", "this is no setting"), ("a='", "cannot be read")]
)
def test_words_that_are_no_settings_are_refused(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        settings_of(words)


# --------------------------------------------------------------------------- links in lessons


@pytest.fixture
def explored_course(tmp_path: Path) -> Path:
    """The small course with explorers in its lesson."""
    folder = tmp_path / "course"
    shutil.copytree(SMALL_COURSE, folder)
    lesson = folder / "first" / "adding" / "lesson.md"
    head, _, rest = lesson.read_text().partition("\n\n")
    lesson.write_text(f"{head}\n\n[Walk it](explore:strides?operation=x.t()&rows=2)\n\n{rest}")
    return folder


def test_a_link_to_an_explorer_that_there_is_not_is_a_problem_with_a_repair(explored_course: Path) -> None:
    lesson = explored_course / "first" / "adding" / "lesson.md"
    before = course_problems(explored_course)
    lesson.write_text(lesson.read_text().replace("explore:strides?operation=x.t()&rows=2", "explore:stride?rows=2"))
    (problem,) = [each for each in course_problems(explored_course) if str(each) not in map(str, before)]
    assert "there is no explorer 'stride'. Did you mean 'strides'?" in str(problem)
    lesson.write_text(lesson.read_text().replace("explore:stride?rows=2", "explore:strides?row=2"))
    (problem,) = [each for each in course_problems(explored_course) if str(each) not in map(str, before)]
    assert "the explorer 'strides' has no setting 'row'. Did you mean 'rows'?" in str(problem)


def test_verify_draws_every_explorer(explored_course: Path, worker: AnyWorker) -> None:
    course = load_course(explored_course)
    lesson = course.lessons["adding"]
    verdict = verify(course, worker, [lesson])
    assert verdict.counts.explorers == 1
    assert not [problem for problem in verdict.problems if "explorer" in str(problem)]
    page = explored_course / "first" / "adding" / "lesson.md"
    page.write_text(page.read_text().replace("rows=2", "rows=99"))
    verdict = verify(course, worker, [lesson])
    assert any("cannot show this: Rows of x goes from 2 to 4; 99 is outside" in str(each) for each in verdict.problems)


# --------------------------------------------------------------------------- the faces


def test_a_session_lists_its_explorers_and_draws_them(
    home: Path, worker: AnyWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(load_course(), Store.open(home)) as session:
        monkeypatch.setattr(session, "worker", lambda: worker)
        assert {"strides", "sampler"} <= {each.name for each in session.explorers()}
        assert session.explore("strides", {}).html.startswith("<svg")


def test_every_lesson_that_should_has_its_explorer() -> None:
    from gradschool.content import read_page

    course = load_course()
    placed = {
        block.name
        for lesson in course.lessons
        for block in read_page(course, lesson).blocks
        if isinstance(block, ExplorerLink)
    }
    assert len(placed) >= 15


def test_the_command_shows_an_explorer_and_lists_them(home: Path) -> None:
    listed = gradschool("explore")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "strides" in listed.stdout
    done = gradschool("explore", "strides", "operation=x.t()", "step=3")
    assert (done.returncode, done.stderr) == (0, "")
    assert "jumps: +4 +4 -7" in done.stdout
    assert gradschool("explore", "strides", "rows=7").returncode == 1
    wrong = gradschool("explore", "stride")
    assert (wrong.returncode, "Did you mean 'strides'?" in wrong.stderr) == (2, True)
    assert gradschool("explore", "strides", "--html").stdout.startswith("<svg")


def test_reading_a_lesson_shows_the_text_in_place_of_the_link(
    home: Path, explored_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADSCHOOL_COURSE", str(explored_course))
    done = gradschool("read", "adding")
    assert done.returncode == 0, done
    assert "Walk it" in done.stdout
    assert "memory of x" in done.stdout


def test_the_plain_menu_shows_it_and_takes_other_settings(
    home: Path, explored_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADSCHOOL_COURSE", str(explored_course))
    done = gradschool("--plain", stdin="1.1\nrows=4\nrows=\nnonsense\n\nb\n")
    assert "shape (4, 2)  strides (1, 4)" in done.stdout
    assert "shape (4, 4)  strides (1, 4)" in done.stdout
    assert "Rows of x is a number, not ''." in done.stdout
    assert "nonsense: this is no setting." in done.stdout


@pytest.fixture
def session(home: Path, explored_course: Path, worker: AnyWorker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    with Session(load_course(explored_course), Store.open(home)) as one:
        monkeypatch.setattr(one, "worker", lambda: worker)
        yield one


async def test_the_app_draws_an_explorer_and_plays_it(session: Session) -> None:
    async with opened(session, Place("lesson", "adding"), (80, 40)) as pilot:
        await until(pilot, lambda: "memory of x" in shown(pilot))
        line = pilot.app.screen.query_one(SettingsLine)
        line.focus()
        before = line.value
        await pilot.press("up")
        await until(pilot, lambda: line.value != before)
        assert "step=6" in line.value
        await pilot.press("down", "escape")
        await until(pilot, lambda: "step=5" in line.value)
        assert pilot.app.focused is None


async def test_the_app_takes_other_settings_and_says_what_is_wrong_with_them(session: Session) -> None:
    async with opened(session, Place("lesson", "adding"), (80, 40)) as pilot:
        await until(pilot, lambda: "memory of x" in shown(pilot))
        line = pilot.app.screen.query_one(Input)
        line.focus()
        line.value = ""
        await typed(pilot, "rows=4 step=0\n")
        await until(pilot, lambda: "rows=4" in line.value and "columns=4" in line.value)
        line.value = "rows=9"
        await pilot.press("enter")
        await until(pilot, lambda: "9 is outside" in shown(pilot))
        assert "memory of x" in shown(pilot)
        line.value = "rows='"
        await pilot.press("enter")
        await until(pilot, lambda: "cannot be read" in shown(pilot))
        assert len(pilot.app.screen.query(ExplorerBlock)) == 1
