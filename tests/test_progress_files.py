"""Progress files of other formats, of other programs, and those that are taken along."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from gradschool.errors import StorageError, UsageError
from gradschool.model import Attempt, ExerciseProgress, Outcome, Place
from gradschool.progress import Imported, Store
from gradschool.progress.database import Database
from gradschool.progress.schema import MIGRATIONS


def attempt(exercise: str = "softmax", outcome: Outcome = Outcome.FAILED, code: str = "x = 1\n") -> Attempt:
    return Attempt(exercise, code, outcome, "", 1, 5, 1_700_000_000.25)


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(home.iterdir()) if path.is_file()}


def filled(home: Path, attempts: int = 200) -> Path:
    with Store.open(home) as store:
        for number in range(attempts):
            store.record_attempt(attempt(code=f"{number}" + "." * 500))
        store.save_draft("softmax", "draft")
        store.lesson_read("tape")
        store.set_place(Place("lesson", "tape", 2))
    return home / "progress.sqlite"


def run(code: str, *arguments: object) -> list[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return said.stdout.splitlines()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "Maß & Übung #1?"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store.open(home) as store:
        yield store


# --------------------------------------------------------------------------- other formats, other programs


def add_stars(sql: sqlite3.Connection) -> None:
    sql.execute("CREATE TABLE stars (exercise TEXT PRIMARY KEY) STRICT")


def fail(sql: sqlite3.Connection) -> None:
    sql.execute("CREATE TABLE half (x TEXT) STRICT")
    sql.execute("no such statement")


def test_a_file_of_a_newer_gradschool_is_refused_and_not_touched(home: Path) -> None:
    Database(home, (*MIGRATIONS, add_stars)).close()
    before = contents(home)
    with pytest.raises(
        StorageError, match=r"a newer gradschool wrote it \(format 2; this one reads up to 1\). Update grad"
    ):
        Store.open(home)
    assert contents(home) == before


def test_a_program_that_is_open_while_a_newer_one_changes_the_format_stops_writing(home: Path, store: Store) -> None:
    store.record_attempt(attempt())
    Database(home, (*MIGRATIONS, add_stars)).close()
    with pytest.raises(StorageError, match="a newer gradschool wrote it"):
        store.record_attempt(attempt())


def test_an_older_format_is_backed_up_before_it_is_brought_forward(home: Path) -> None:
    filled(home, attempts=3)
    newer = Database(home, (*MIGRATIONS, add_stars))
    assert newer.rows("SELECT count(*) FROM attempts") == [(3,)]
    assert newer.rows("SELECT count(*) FROM stars") == [(0,)]
    newer.close()
    (backup,) = home.glob("progress.format-1-*.sqlite")
    shutil.copy(backup, home / "progress.sqlite")
    with Store.open(home) as store:
        assert store.exercise_progress(["softmax"])["softmax"].attempts == 3
        assert store.check() == ()


def test_a_migration_that_fails_leaves_the_file_as_it_was(home: Path) -> None:
    filled(home, attempts=3)
    with pytest.raises(StorageError):
        Database(home, (*MIGRATIONS, fail))
    with Store.open(home) as store:
        assert store.exercise_progress(["softmax"])["softmax"].attempts == 3
        assert store.check() == ()


def test_another_programs_database_is_refused_and_not_touched(home: Path) -> None:
    home.mkdir()
    with contextlib.closing(sqlite3.connect(home / "progress.sqlite")) as sql:
        sql.execute("CREATE TABLE customers (name TEXT)")
    before = contents(home)
    with pytest.raises(StorageError, match="not one of gradschool's"):
        Store.open(home)
    assert contents(home) == before


# --------------------------------------------------------------------------- taking it along


def lived_in(store: Store) -> None:
    store.record_attempt(attempt(code="a\0b é"))
    store.record_attempt(attempt("silu", Outcome.PASSED))
    store.hint_taken("softmax", 3)
    store.reset(exercises=["silu"])
    store.lesson_read("tape")
    store.example_ran("tape", 1, ok=False)
    store.save_draft("softmax", "draft")
    store.save_example_draft("tape", 1, "mine", original="theirs")
    store.set_place(Place("lesson", "tape", 5))
    store.set_setting("theme", "dark")


def everything(store: Store, scratch: Path) -> object:
    store.export_to(scratch, overwrite=True)
    found = msgspec.json.decode(scratch.read_bytes())
    del found["exported_at"]
    return found


def test_an_export_fills_an_empty_store_with_the_same(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    store.export_to(tmp_path / "taken along.json")
    with Store.open(tmp_path / "new") as new:
        assert new.import_from(tmp_path / "taken along.json") == Imported(attempts=2, events=4, drafts=2, settings=1)
        assert everything(new, tmp_path / "b") == everything(store, tmp_path / "a")
        assert new.exercise_progress(["softmax", "silu"]) == store.exercise_progress(["softmax", "silu"])
        assert new.place() == Place("lesson", "tape", 5)


def test_importing_twice_doubles_nothing(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    store.export_to(tmp_path / "export.json")
    before = everything(store, tmp_path / "a")
    assert store.import_from(tmp_path / "export.json") == Imported()
    assert everything(store, tmp_path / "b") == before


def test_two_machines_merge_into_the_same_whichever_goes_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "laptop") as laptop, Store.open(tmp_path / "lab") as lab:
        laptop.save_draft("softmax", "older, on the laptop")
        laptop.record_attempt(attempt())
        lab.record_attempt(attempt(outcome=Outcome.PASSED))
        lab.save_draft("softmax", "newer, in the lab")
        laptop.export_to(tmp_path / "laptop.json")
        lab.export_to(tmp_path / "lab.json")
        laptop.import_from(tmp_path / "lab.json")
        lab.import_from(tmp_path / "laptop.json")
        assert everything(laptop, tmp_path / "a") == everything(lab, tmp_path / "b")
        assert lab.draft("softmax") == "newer, in the lab"
        assert lab.exercise_progress(["softmax"])["softmax"] == ExerciseProgress("softmax", 2, True)


def test_the_draft_that_loses_a_merge_stays_in_the_history(tmp_path: Path, home: Path, store: Store) -> None:
    store.save_draft("softmax", "ours, older")
    with Store.open(tmp_path / "other") as other:
        other.save_draft("softmax", "theirs, newer")
        other.export_to(tmp_path / "other.json")
    store.import_from(tmp_path / "other.json")
    store.import_from(tmp_path / "other.json")
    with contextlib.closing(sqlite3.connect(home / "progress.sqlite")) as sql:
        assert sql.execute("SELECT kind, subject, text FROM events").fetchall() == [
            ("draft_shelved", "softmax", "ours, older")
        ]


def test_a_reset_that_is_imported_starts_over_what_was_done_before_it(tmp_path: Path, store: Store) -> None:
    store.record_attempt(attempt(outcome=Outcome.PASSED))
    store.save_draft("softmax", "before")
    store.save_example_draft("tape", 0, "before", original="")
    with Store.open(tmp_path / "other") as other:
        other.reset(exercises=["softmax"], lessons=["tape"])
        other.export_to(tmp_path / "other.json")
    store.import_from(tmp_path / "other.json")
    assert store.exercise_progress(["softmax"])["softmax"] == ExerciseProgress("softmax")
    assert (store.draft("softmax"), store.example_drafts("tape")) == (None, {})


def test_what_is_done_after_a_merge_counts_after_it_even_if_the_other_clock_was_ahead(
    tmp_path: Path, store: Store
) -> None:
    with Store.open(tmp_path / "other") as other:
        with contextlib.closing(sqlite3.connect(tmp_path / "other" / "progress.sqlite")) as sql, sql:
            sql.execute("INSERT OR REPLACE INTO clock VALUES (1, 4000000000000000)")
        other.reset(exercises=["softmax"])
        other.export_to(tmp_path / "other.json")
    store.import_from(tmp_path / "other.json")
    store.record_attempt(attempt())
    assert store.exercise_progress(["softmax"])["softmax"].attempts == 1


GOOD = {"format": "gradschool progress", "version": 1, "exported_at": 0.0}
ROW = {"uid": "0" * 32, "moment": 1, "kind": "revealed", "subject": "softmax"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is not an export of gradschool's progress"),
        (b"\xff\xfe\0\0", "it is not an export of gradschool's progress"),
        (b"[" * 100_000, "it is not an export of gradschool's progress"),
        (b'{"cells": []}', "it is not an export of gradschool's progress"),
        (
            json.dumps(GOOD | {"version": 7, "new": 1}).encode(),
            r"a newer gradschool wrote it \(version 7; this one reads 1",
        ),
        (json.dumps(GOOD | {"events": [ROW | {"uid": "x"}]}).encode(), r"changed or cut short .*\$\.events\[0\]\.uid"),
        (json.dumps(GOOD | {"events": [ROW | {"moment": 2**62}]}).encode(), r"\$\.events\[0\]\.moment"),
        (json.dumps(GOOD | {"events": [ROW | {"kind": "deleted"}]}).encode(), r"\$\.events\[0\]\.kind"),
        (json.dumps(GOOD | {"events": [ROW | {"subject": 3}]}).encode(), r"\$\.events\[0\]\.subject"),
        (json.dumps(GOOD | {"surprise": 3}).encode(), "surprise"),
        (json.dumps(GOOD | {"drafts": [{"exercise": "a", "text": "\ud800", "moment": 1}]}).encode(), "malformed"),
    ],
    ids=range(11),
)
def test_a_file_that_is_not_ours_is_refused_and_nothing_is_changed(
    tmp_path: Path, store: Store, data: bytes, says: str
) -> None:
    lived_in(store)
    before = everything(store, tmp_path / "a")
    (tmp_path / "given.json").write_bytes(data)
    with pytest.raises(UsageError, match=says) as raised:
        store.import_from(tmp_path / "given.json")
    assert raised.value.where == str(tmp_path / "given.json")
    assert raised.value.repair
    assert everything(store, tmp_path / "b") == before


def test_every_cut_of_an_export_is_refused(tmp_path: Path, store: Store) -> None:
    lived_in(store)
    store.export_to(tmp_path / "export.json")
    whole = (tmp_path / "export.json").read_bytes()
    with Store.open(tmp_path / "new") as new:
        for length in range(0, len(whole) - 2, 37):
            (tmp_path / "cut.json").write_bytes(whole[:length])
            with pytest.raises(UsageError):
                new.import_from(tmp_path / "cut.json")
        assert new.exercise_progress(["softmax"])["softmax"].attempts == 0


def test_a_missing_export_is_named(tmp_path: Path, store: Store) -> None:
    with pytest.raises(UsageError, match=r"none.json: cannot be read \(No such file or directory\). Name the file"):
        store.import_from(tmp_path / "none.json")


def test_an_export_replaces_an_earlier_export_but_no_other_file(tmp_path: Path, store: Store) -> None:
    lived_in(store)
    store.export_to(tmp_path / "export.json")
    store.set_setting("theme", "light")
    store.export_to(tmp_path / "export.json")
    assert b'"light"' in (tmp_path / "export.json").read_bytes()
    (tmp_path / "letter.txt").write_text("Dear diary")
    with pytest.raises(UsageError, match="another file stands there"):
        store.export_to(tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "Dear diary"


def test_whoever_reads_an_export_while_it_is_replaced_has_the_old_one_whole(tmp_path: Path, store: Store) -> None:
    store.export_to(tmp_path / "export.json")
    before = (tmp_path / "export.json").read_bytes()
    with (tmp_path / "export.json").open("rb") as reader:
        lived_in(store)
        store.export_to(tmp_path / "export.json")
        assert reader.read() == before
    assert (tmp_path / "export.json").read_bytes() != before


def test_an_export_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path) -> None:
    code = """
    import sys
    from pathlib import Path
    from gradschool.errors import StorageError
    from gradschool.progress import Store
    import resource
    home, to = Path(sys.argv[1]), Path(sys.argv[2])
    with Store.open(home) as store:
        store.export_to(to)
        print(to.read_bytes() == to.read_bytes())
        before = to.read_bytes()
        store.save_draft("softmax", "x" * 30_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
        try:
            store.export_to(to)
        except StorageError as error:
            print(error)
        print(to.read_bytes() == before, sorted(path.name for path in to.parent.iterdir()))
    """
    folder = tmp_path / "to"
    folder.mkdir()
    _, error, after = run(code, tmp_path / "home", folder / "e.json")
    assert (
        error
        == f"{folder / 'e.json'}: there is no room to write it. Free some space, then try again; nothing was lost."
    )
    assert after == "True ['e.json']"
