"""What was solved comes back before it is forgotten: when, and what a review does to draft, history and progress."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradschool.content import read_exercise
from gradschool.errors import NotYet
from gradschool.model import Attempt, Course, Outcome
from gradschool.progress import Step, Store
from gradschool.session import Session
from gradschool.session.reviews import Begun, Review, due, schedule
from gradschool.workspace import Workspace
from studio import Studio

DAY = 86_400.0
NOW = 1_800_000_000.0

History = list[tuple[float, str]]


def planned(course: Course, history: History, exercise: str = "softmax") -> Review | None:
    found = schedule(course, [Step(exercise, NOW + days * DAY, what) for days, what in history])
    return found[0] if found else None


def days_until(course: Course, history: History) -> float:
    review = planned(course, history)
    assert review is not None
    return (review.due - review.solved) / DAY


def attempt(exercise: str, outcome: Outcome, code: str = "x") -> Attempt:
    return Attempt(exercise, code, outcome, "", 0, 1, time.time())


@pytest.fixture
def then(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, float, str, Outcome], None]:
    """Records an attempt as it would have been recorded some days ago."""

    def record(home: Path, days_ago: float, exercise: str, outcome: Outcome) -> None:
        with monkeypatch.context() as past:
            moment = time.time_ns() - int(days_ago * DAY * 1e9)
            past.setattr(time, "time_ns", lambda: moment)
            with Store.open(home) as store:
                store.record_attempt(attempt(exercise, outcome))

    return record


# --------------------------------------------------------------------------- when


def test_what_was_never_solved_is_not_reviewed(course: Course) -> None:
    assert planned(course, [(0, "failed"), (1, "crashed")]) is None


def test_what_was_solved_at_once_stays_longer_than_what_was_not(course: Course) -> None:
    at_once = days_until(course, [(0, "passed")])
    assert at_once >= 1
    assert days_until(course, [(0, "failed"), (0.1, "passed")]) < at_once
    assert days_until(course, [(0, "revealed"), (0.1, "passed")]) <= 1


def test_each_good_review_puts_the_next_one_off(course: Course) -> None:
    history: History = [(0, "passed")]
    spans = [days_until(course, history)]
    for _ in range(4):
        last = history[-1][0] + spans[-1]
        history += [(last, "review_begun"), (last, "passed")]
        spans.append(days_until(course, history))
    assert spans == sorted(spans)
    assert spans[-1] > 10 * spans[0]


def test_a_review_that_needed_the_solution_brings_it_back_soon(course: Course) -> None:
    known: History = [(0, "passed"), (3, "review_begun"), (3, "passed"), (15, "review_begun")]
    assert days_until(course, [*known, (15, "revealed"), (15, "passed")]) < 3
    assert days_until(course, [*known, (15, "passed")]) > 15


def test_only_what_was_begun_counts_as_a_review(course: Course) -> None:
    """Handing in the old answer once more shows nothing of what one remembers."""
    assert planned(course, [(0, "passed"), (1, "passed"), (2, "failed"), (3, "passed")]) == planned(
        course, [(0, "passed")]
    )


def test_labs_and_quick_questions_do_not_come_back(course: Course) -> None:
    lab = next(one.id for one in course.exercises.values() if one.kind.value == "lab")
    opening = next(one.id for one in course.exercises.values() if one.role == "opening")
    steps = [Step(name, NOW, "passed") for name in (lab, opening, "no_longer_there")]
    assert schedule(course, steps) == ()


def test_what_has_waited_longest_comes_first(course: Course) -> None:
    steps = [Step("softmax", NOW, "passed"), Step("linear", NOW - 9 * DAY, "passed"), Step("cdist", NOW, "failed")]
    assert [review.exercise for review in due(course, steps, NOW + 5 * DAY)] == ["linear", "softmax"]
    assert [review.exercise for review in due(course, steps, NOW)] == ["linear"]


def test_the_scheduler_is_imported_when_something_can_be_due_and_not_before() -> None:
    code = (
        "import sys, time\nfrom gradschool.content import load_course\nfrom gradschool.progress import Step\n"
        "from gradschool.session.reviews import due\n"
        "course, now = load_course(), time.time()\n"
        "due(course, [Step('softmax', now - 60, 'passed')], now)\nprint('fsrs' in sys.modules)\n"
        "due(course, [Step('softmax', now - 86400 * 9, 'passed')], now)\nprint('fsrs' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "True"]


# --------------------------------------------------------------------------- what a review does


@pytest.fixture
def session(course: Course, home: Path) -> Iterator[Session]:
    with Session(course, Store.open(home)) as one:
        yield one


def test_a_review_begins_with_the_starter_and_takes_nothing_away(session: Session) -> None:
    session.store.record_attempt(attempt("softmax", Outcome.PASSED, "the answer"))
    session.save_draft("softmax", "the answer")
    assert session.begin_review("softmax") == Begun(fresh=True)
    assert session.draft("softmax") == read_exercise(session.course.exercises["softmax"]).starter
    assert session.status().exercises["softmax"].passed
    assert [one.code for one in session.attempts("softmax")] == ["the answer"]


def test_a_review_under_way_is_not_begun_again(session: Session) -> None:
    session.store.record_attempt(attempt("softmax", Outcome.PASSED))
    session.begin_review("softmax")
    session.save_draft("softmax", "half of it")
    assert session.begin_review("softmax") == Begun(fresh=False)
    assert session.draft("softmax") == "half of it"
    (waiting,) = session.reviews(time.time() + 9 * DAY)
    assert waiting.begun


def test_passing_it_ends_the_review(session: Session) -> None:
    session.store.record_attempt(attempt("softmax", Outcome.PASSED))
    session.begin_review("softmax")
    session.store.record_attempt(attempt("softmax", Outcome.PASSED))
    (review,) = session.schedule()
    assert not review.begun
    assert session.begin_review("softmax") == Begun(fresh=True)


def test_what_was_not_solved_cannot_be_reviewed(session: Session) -> None:
    with pytest.raises(NotYet, match="it was not solved yet"):
        session.begin_review("softmax")


def test_starting_an_exercise_over_ends_its_schedule(session: Session) -> None:
    session.store.record_attempt(attempt("softmax", Outcome.PASSED))
    session.reset(["softmax"])
    assert session.schedule() == ()


# --------------------------------------------------------------------------- in the faces


def gradschool(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gradschool", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


Then = Callable[[Path, float, str, Outcome], None]


def test_the_command_lists_what_is_due_and_what_comes_later(home: Path, then: Then) -> None:
    then(home, 8, "softmax", Outcome.PASSED)
    then(home, 0, "linear", Outcome.PASSED)
    said = gradschool("review")
    assert (said.returncode, said.stderr) == (0, "")
    lines = said.stdout.splitlines()
    assert lines[0] == "1.10   A softmax that never overflows (softmax): solved 8 days ago, 15 min"
    assert "`gradschool review softmax` starts the first one over." in lines
    assert lines[-1].startswith("in 2 days: 3.01 ")
    rows = json.loads(gradschool("review", "--json").stdout)
    assert [(row["exercise"], row["is_due"]) for row in rows] == [("softmax", True), ("linear", False)]


def test_the_command_starts_one_over_and_keeps_the_working_copy(home: Path, then: Then) -> None:
    then(home, 8, "softmax", Outcome.PASSED)
    copy = Workspace(home).open_copy("softmax", "my answer\n")
    copy.write_text("my better answer\n", "utf-8")
    said = gradschool("review", "1.10").stdout
    aside = copy.with_name(f"softmax.{time.strftime('%Y-%m-%d')}.py")
    assert f"Your working copy is put aside: {aside}\n" in said
    assert (aside.read_text("utf-8"), copy.exists()) == ("my better answer\n", False)
    assert "is under way" in gradschool("review", "softmax").stdout
    assert "Nothing" not in said


def test_no_working_copy_is_spoken_of_where_there_is_none(home: Path, then: Then) -> None:
    then(home, 8, "softmax", Outcome.PASSED)
    assert "working copy" not in gradschool("review", "softmax").stdout


def test_status_says_what_is_due(home: Path, then: Then) -> None:
    assert "due" not in gradschool("status").stdout
    then(home, 8, "softmax", Outcome.PASSED)
    assert "An exercise is due for review: `gradschool review`.\n" in gradschool("status").stdout
    then(home, 9, "cdist", Outcome.PASSED)
    assert "2 exercises are due for review: `gradschool review`.\n" in gradschool("status").stdout


def test_nothing_to_review_is_said(home: Path) -> None:
    assert "Nothing to review yet" in gradschool("review").stdout
    refused = gradschool("review", "softmax")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "it was not solved yet. Solve it first." in refused.stderr


def test_the_studio_shows_what_is_due_and_begins_it(tmp_path: Path, then: Then, course: Course) -> None:
    then(tmp_path, 8, "softmax", Outcome.PASSED)
    with Store.open(tmp_path) as store:
        store.save_draft("softmax", "the old answer")
    with Studio(tmp_path) as studio:
        studio.enter()
        shown = studio.get("/").text
        assert "Due for review" in shown
        assert "solved 8 days ago" in shown
        assert "Solve it once more" in studio.get("/exercise/softmax").text
        with studio.tab("exercise", "softmax") as tab:
            came = studio.get("/review/softmax", "POST", origin=f"http://127.0.0.1:{studio.port}")
            assert (came.status, came.headers["location"]) == (303, "/exercise/softmax")
            starter = read_exercise(course.exercises["softmax"]).starter
            assert tab.event("draft", place="exercise/softmax")["code"] == starter
        again = studio.get("/exercise/softmax").text
        assert "your review of it is under way" in again
        assert "the old answer" not in again
        assert studio.get("/review/nothing", "POST", origin=f"http://127.0.0.1:{studio.port}").status == 404
        assert studio.get("/review/softmax", "POST", origin="http://elsewhere.example").status == 403


def test_merging_two_machines_merges_their_schedules(tmp_path: Path, then: Then, course: Course) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "progress.json"
    then(there, 20, "softmax", Outcome.PASSED)
    with Store.open(there) as store:
        store.begin_review("softmax")
        store.record_attempt(attempt("softmax", Outcome.PASSED))
        store.export_to(file)
        wanted = schedule(course, store.steps())
    then(here, 30, "linear", Outcome.PASSED)
    with Store.open(here) as store:
        store.import_from(file)
        merged = {review.exercise: review for review in schedule(course, store.steps())}
    assert merged["softmax"] == wanted[0]
    assert "linear" in merged
