"""A progress file with bad bytes in it: put aside, never deleted, and what can be read is carried over."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from gradschool.errors import StorageError
from gradschool.model import Attempt, Outcome, Place
from gradschool.progress import Store


def attempt(exercise: str = "softmax", outcome: Outcome = Outcome.FAILED, code: str = "x = 1\n") -> Attempt:
    return Attempt(exercise, code, outcome, "", 1, 5, 1_700_000_000.25)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "Maß & Übung #1?"


# --------------------------------------------------------------------------- damage


def filled(home: Path, attempts: int = 200) -> Path:
    with Store.open(home) as store:
        for number in range(attempts):
            store.record_attempt(attempt(code=f"{number}" + "." * 500))
        store.save_draft("softmax", "draft")
        store.lesson_read("tape")
        store.set_place(Place("lesson", "tape", 2))
    return home / "progress.sqlite"


def test_a_file_whose_first_page_is_lost_gives_all_its_records_back(home: Path) -> None:
    path = filled(home)
    whole = path.read_bytes()
    path.write_bytes(bytes(4096) + whole[4096:])
    with Store.open(home) as store:
        (aside,) = home.glob("progress.damaged-*.sqlite")
        kept = f"It is kept as {aside.name} beside it; 203 records in it could be read and were carried over."
        assert store.notices == (f"{path} was damaged. {kept}",)
        assert aside.read_bytes() == bytes(4096) + whole[4096:]
        codes = [found.code.rstrip(".") for found in store.attempts("softmax", limit=1000)]
        assert codes == [str(number) for number in reversed(range(200))]
        assert store.draft("softmax") == "draft"
        assert store.lesson_progress(["tape"])["tape"].read
        assert store.place() == Place("lesson", "tape", 2)


@pytest.mark.parametrize("damage", [b"garbage " * 1000, b"SQLite format 3\0" + b"\xff" * 9000, b"x"], ids=len)
def test_garbage_is_put_aside_and_kept_and_a_fresh_file_is_begun(home: Path, damage: bytes) -> None:
    path = filled(home)
    path.write_bytes(damage)
    with Store.open(home) as store:
        store.record_attempt(attempt("silu"))
        (aside,) = home.glob("progress.damaged-*.sqlite")
        assert aside.read_bytes() == damage
        assert store.notices == (
            f"{path} was damaged. It is kept as {aside.name} beside it; nothing in it could be read.",
        )
    with Store.open(home) as store:
        assert store.exercise_progress(["silu"])["silu"].attempts == 1
        assert store.notices == ()


def test_a_truncated_file_is_put_aside_and_what_can_be_read_is_carried_over(home: Path) -> None:
    path = filled(home)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4])
    with Store.open(home) as store:
        (aside,) = home.glob("progress.damaged-*.sqlite")
        assert aside.read_bytes() == whole[: len(whole) * 3 // 4]
        (notice,) = store.notices
        assert "could be read and were carried over" in notice
        assert store.check() == ()
        assert 0 < store.exercise_progress(["softmax"])["softmax"].attempts < 200


def test_damage_that_shows_only_later_costs_a_few_rows_and_no_crash(home: Path) -> None:
    path = filled(home)
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(whole)
    with Store.open(home) as store:
        at_first = len(store.notices)
        kept = store.attempts("softmax", limit=1000)
        assert (at_first, len(store.notices)) == (0, 1)
        assert 150 < len(kept) < 200
        assert store.draft("softmax") == "draft"
        store.record_attempt(attempt())
        assert store.exercise_progress(["softmax"])["softmax"].attempts == len(kept) + 1


def test_two_programs_that_find_the_damage_at_once_put_it_aside_once(home: Path) -> None:
    path = filled(home)
    with Store.open(home) as one, Store.open(home) as two:
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
        one.record_attempt(attempt("one"))
        two.record_attempt(attempt("two"))
        found = one.exercise_progress(["one", "two"])
    assert [progress.attempts for progress in found.values()] == [1, 1]
    assert len(list(home.glob("progress.damaged-*.sqlite"))) == 1


def test_whatever_bytes_are_overturned_the_store_works_or_says_what_to_do(tmp_path: Path) -> None:
    original = filled(tmp_path / "original", attempts=40).read_bytes()
    chance = random.Random(0)
    for number in range(60):
        damaged = bytearray(original)
        for _ in range(chance.choice([1, 5, 50])):
            start = chance.randrange(len(damaged)) if chance.random() < 0.6 else chance.randrange(120)
            for offset in range(start, min(start + chance.choice([1, 8, 200]), len(damaged))):
                damaged[offset] = chance.randrange(256)
        home = tmp_path / f"round {number}"
        home.mkdir()
        (home / "progress.sqlite").write_bytes(damaged)
        with contextlib.suppress(StorageError), Store.open(home) as store:
            store.attempts("softmax", limit=1000)
            store.exercise_progress(["softmax"])
            store.lesson_progress(["tape"])
            store.place()
            store.draft("softmax")
            store.record_attempt(attempt("silu"))
            assert store.exercise_progress(["silu"])["silu"].attempts == 1


def test_an_empty_file_is_a_fresh_start(home: Path) -> None:
    home.mkdir()
    (home / "progress.sqlite").touch()
    with Store.open(home) as store:
        store.record_attempt(attempt())
        assert (store.exercise_progress(["softmax"])["softmax"].attempts, store.notices) == (1, ())
