"""Progress: what is kept, in the words of the course, starting over, and where the file is."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from gradschool.model import Attempt, ExerciseProgress, LessonProgress, Outcome, Place
from gradschool.progress import ExampleDraft, Store, home_folder


def attempt(exercise: str = "softmax", outcome: Outcome = Outcome.FAILED, code: str = "x = 1\n") -> Attempt:
    return Attempt(exercise, code, outcome, "", 1, 5, 1_700_000_000.25)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "Maß & Übung #1?"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store.open(home) as store:
        yield store


# --------------------------------------------------------------------------- what is kept


def test_an_attempt_comes_back_as_it_was_after_reopening(home: Path) -> None:
    first = Attempt(
        "softmax", "def softmax():\n    'é \0 ∂'\n", Outcome.CRASHED, "ignores_dim", 3, 5, 1_700_000_000.123456
    )
    with Store.open(home) as store:
        store.record_attempt(first)
        store.record_attempt(attempt(outcome=Outcome.PASSED))
        store.record_attempt(attempt("silu"))
    with Store.open(home) as store:
        assert store.attempts("softmax") == (attempt(outcome=Outcome.PASSED), first)
        assert store.attempts("softmax", limit=1) == (attempt(outcome=Outcome.PASSED),)


def test_exercise_progress_counts_attempts_hints_and_the_solution(store: Store) -> None:
    store.record_attempt(attempt(outcome=Outcome.PASSED))
    store.record_attempt(attempt(outcome=Outcome.TIMED_OUT))
    store.record_attempt(attempt("silu"))
    store.hint_taken("hvp", 3)
    store.reveal("silu")
    assert store.exercise_progress(["silu", "softmax", "hvp", "linear"]) == {
        "silu": ExerciseProgress("silu", attempts=1, revealed=True),
        "softmax": ExerciseProgress("softmax", attempts=2, passed=True),
        "hvp": ExerciseProgress("hvp", hints=1),
        "linear": ExerciseProgress("linear"),
    }


def test_hints_are_taken_in_order_and_the_last_is_counted_once(store: Store) -> None:
    assert [store.hint_taken("softmax", 2) for _ in range(4)] == [1, 2, 2, 2]
    assert store.exercise_progress(["softmax"])["softmax"].hints == 2


def test_an_exercise_without_hints_counts_none(store: Store) -> None:
    assert store.hint_taken("softmax", 0) == 0
    assert store.exercise_progress(["softmax"])["softmax"].hints == 0


def test_lesson_progress_knows_what_was_opened_read_and_run(store: Store) -> None:
    store.lesson_opened("tape")
    store.example_ran("reductions", 10, ok=True)
    store.example_ran("reductions", 2, ok=False)
    store.example_ran("reductions", 10, ok=True)
    store.lesson_read("reductions")
    assert store.lesson_progress(["tape", "reductions", "nn_module"]) == {
        "tape": LessonProgress("tape", opened=True),
        "reductions": LessonProgress("reductions", opened=True, read=True, examples_run=(2, 10)),
        "nn_module": LessonProgress("nn_module"),
    }


def test_the_latest_draft_replaces_the_one_before(store: Store) -> None:
    assert store.draft("softmax") is None
    store.save_draft("softmax", "one")
    store.save_draft("softmax", "two\r\n\0")
    store.save_draft("silu", "")
    assert (store.draft("softmax"), store.draft("silu")) == ("two\r\n\0", "")


def test_half_a_surrogate_pair_in_a_draft_is_spelled_out_rather_than_lost(store: Store) -> None:
    store.save_draft("softmax", "a\udcffb")
    assert store.draft("softmax") == "a\\udcffb"


def test_an_example_draft_says_whether_the_lesson_has_changed_under_it(store: Store) -> None:
    store.save_example_draft("tape", 3, "x = 2", original="x = 1")
    draft = store.example_draft("tape", 3)
    assert draft == ExampleDraft("x = 2", "x = 1")
    assert draft.fits("x = 1")
    assert not draft.fits("x = 1  # new")
    assert store.example_draft("tape", 4) is None


def test_the_drafts_of_a_lesson_come_together(store: Store) -> None:
    store.save_example_draft("tape", 3, "c", original="C")
    store.save_example_draft("tape", 1, "a", original="A")
    store.save_example_draft("other", 1, "o", original="O")
    assert store.example_drafts("tape") == {1: ExampleDraft("a", "A"), 3: ExampleDraft("c", "C")}
    store.drop_example_draft("tape", 1)
    assert store.example_drafts("tape") == {3: ExampleDraft("c", "C")}


def test_the_last_place_wins_and_can_be_forgotten(store: Store) -> None:
    assert store.place() is None
    store.set_place(Place("lesson", "tape", 4))
    store.set_place(Place("exercise", "softmax"))
    assert store.place() == Place("exercise", "softmax", 0)
    store.set_place(None)
    assert store.place() is None


def test_settings_are_kept_by_name(store: Store) -> None:
    store.set_setting("theme", "dark")
    store.set_setting("theme", "light")
    store.set_setting("device", "cpu")
    assert store.settings() == {"device": "cpu", "theme": "light"}


# --------------------------------------------------------------------------- starting over


def test_a_reset_starts_over_exactly_what_it_names(store: Store) -> None:
    for exercise in ("softmax", "silu"):
        store.record_attempt(attempt(exercise, Outcome.PASSED))
        store.hint_taken(exercise, 3)
        store.reveal(exercise)
        store.save_draft(exercise, exercise)
    for lesson in ("tape", "reductions"):
        store.lesson_read(lesson)
        store.example_ran(lesson, 0, ok=True)
        store.save_example_draft(lesson, 0, lesson, original="")
    store.set_place(Place("lesson", "tape", 7))

    store.reset(exercises=["softmax"], lessons=["tape"])

    assert store.exercise_progress(["softmax", "silu"]) == {
        "softmax": ExerciseProgress("softmax"),
        "silu": ExerciseProgress("silu", attempts=1, passed=True, hints=1, revealed=True),
    }
    assert store.lesson_progress(["tape", "reductions"]) == {
        "tape": LessonProgress("tape"),
        "reductions": LessonProgress("reductions", opened=True, read=True, examples_run=(0,)),
    }
    assert (store.draft("softmax"), store.draft("silu")) == (None, "silu")
    assert (store.example_drafts("tape"), store.example_drafts("reductions")) == (
        {},
        {0: ExampleDraft("reductions", "")},
    )
    assert store.place() == Place("lesson", "tape", 0)


def test_what_comes_after_a_reset_counts_again_from_nothing(store: Store) -> None:
    store.hint_taken("softmax", 3)
    store.hint_taken("softmax", 3)
    store.record_attempt(attempt())
    store.reset(exercises=["softmax"])
    store.record_attempt(attempt(outcome=Outcome.PASSED))
    assert store.hint_taken("softmax", 3) == 1
    assert store.exercise_progress(["softmax"])["softmax"] == ExerciseProgress("softmax", 1, True, 1)
    assert store.attempts("softmax") == (attempt(outcome=Outcome.PASSED),)


def test_a_reset_deletes_nothing(store: Store, home: Path) -> None:
    store.record_attempt(attempt(code="before"))
    store.save_draft("softmax", "my draft")
    store.save_example_draft("tape", 2, "my example", original="")
    store.reset(exercises=["softmax"], lessons=["tape"])
    assert store.attempts("softmax") == ()
    assert store.attempts("softmax", before_reset=True) == (attempt(code="before"),)
    with contextlib.closing(sqlite3.connect(home / "progress.sqlite")) as sql:
        shelved = sql.execute("SELECT kind, subject, number, text FROM events WHERE text != '' ORDER BY id").fetchall()
    assert shelved == [("draft_shelved", "softmax", 0, "my draft"), ("example_draft_shelved", "tape", 2, "my example")]


def test_an_attempt_after_a_reset_counts_even_if_the_clock_was_set_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.reset(exercises=["softmax"])
    monkeypatch.setattr("time.time_ns", lambda: 1_000_000_000_000_000_000)  # the year 2001
    store.record_attempt(attempt())
    assert store.exercise_progress(["softmax"])["softmax"].attempts == 1


@pytest.mark.parametrize("deed", ["UPDATE attempts SET code = ''", "DELETE FROM attempts", "DELETE FROM events"])
def test_history_can_be_neither_changed_nor_deleted(store: Store, home: Path, deed: str) -> None:
    store.record_attempt(attempt())
    store.lesson_opened("tape")
    with (
        contextlib.closing(sqlite3.connect(home / "progress.sqlite")) as sql,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        sql.execute(deed)


# --------------------------------------------------------------------------- where it is


def test_the_home_folder_is_the_one_that_the_environment_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GRADSCHOOL_HOME", str(tmp_path / "elsewhere"))
    assert home_folder() == tmp_path / "elsewhere"
    monkeypatch.setenv("GRADSCHOOL_HOME", "~/school")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home_folder() == tmp_path / "school"


@pytest.mark.parametrize("data", [None, "", "relative", "/data/of mine"])
def test_without_it_the_home_folder_is_the_one_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, data: str | None
) -> None:
    monkeypatch.delenv("GRADSCHOOL_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if data is not None:
        monkeypatch.setenv("XDG_DATA_HOME", data)
    assert home_folder() == Path(platformdirs.user_data_dir("gradschool", appauthor=False))


def test_importing_progress_imports_neither_sqlite_nor_platformdirs() -> None:
    code = "import sys, gradschool.progress; print(sorted({'sqlite3', 'platformdirs', 'torch'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
