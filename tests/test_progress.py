"""Progress: what is kept, in the words of the course, and everything that may happen to the file that keeps it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import platformdirs
import pytest

from gradschool.errors import StorageError, UsageError
from gradschool.model import Attempt, ExerciseProgress, LessonProgress, Outcome, Place
from gradschool.progress import ExampleDraft, Imported, Store, home_folder
from gradschool.progress.database import Database
from gradschool.progress.schema import MIGRATIONS

pytestmark = pytest.mark.filterwarnings("error")


def attempt(exercise: str = "softmax", outcome: Outcome = Outcome.FAILED, code: str = "x = 1\n") -> Attempt:
    return Attempt(exercise, code, outcome, "", 1, 5, 1_700_000_000.25)


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(home.iterdir()) if path.is_file()}


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


def test_an_attempt_after_a_reset_counts_even_if_the_clock_was_set_back(store: Store, home: Path) -> None:
    with contextlib.closing(sqlite3.connect(home / "progress.sqlite")) as sql, sql:
        sql.execute("INSERT OR REPLACE INTO clock VALUES (1, 4000000000000000)")  # the year 2096
    store.reset(exercises=["softmax"])
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


# --------------------------------------------------------------------------- many at once, and sudden ends

WRITER = """
import sys
from pathlib import Path
from gradschool.model import Attempt, Outcome
from gradschool.progress import Store

home, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Store.open(home) as store:
    for number in range(count):
        store.record_attempt(Attempt(name, f"{number}", Outcome.FAILED, "", 0, 1, 0.0))
        store.save_draft(name, f"{number}")
        print(number, flush=True)
"""


def writer(home: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(home), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_what_was_acknowledged_before_kill_9_is_there_afterwards(home: Path) -> None:
    for wanted in (1, 17, 60):
        name = f"round_{wanted}"
        with writer(home, name, 1_000_000) as process:
            assert process.stdout
            acknowledged = -1
            while acknowledged < wanted:
                acknowledged = int(process.stdout.readline())
            process.send_signal(signal.SIGKILL)
            acknowledged = max([acknowledged, *map(int, process.stdout.read().split())])
        with Store.open(home) as store:
            codes = [int(attempt.code) for attempt in store.attempts(name, limit=1_000_000)]
            assert codes[::-1] == list(range(len(codes)))
            assert len(codes) >= acknowledged + 1
            assert int(store.draft(name) or -1) in (len(codes) - 1, len(codes) - 2)
            assert store.check() == ()
            assert store.notices == ()


def test_programs_that_start_and_write_at_once_lose_nothing(home: Path) -> None:
    processes = [writer(home, f"writer_{number}", 150) for number in range(4)]
    said = [process.communicate()[1] for process in processes]
    assert said == [""] * 4
    with Store.open(home) as store:
        for number in range(4):
            codes = [attempt.code for attempt in store.attempts(f"writer_{number}", limit=1000)]
            assert codes == [str(code) for code in reversed(range(150))]


def test_threads_share_one_store(store: Store) -> None:
    def work(name: str) -> None:
        for number in range(40):
            store.record_attempt(attempt(name, code=str(number)))
            store.exercise_progress([name])

    threads = [threading.Thread(target=work, args=(f"thread_{number}",)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    progress = store.exercise_progress([f"thread_{number}" for number in range(5)])
    assert [found.attempts for found in progress.values()] == [40] * 5


def test_a_commit_waits_until_the_disk_has_it(home: Path) -> None:
    with contextlib.closing(Database(home)) as database:
        assert database.rows("PRAGMA journal_mode") == [("wal",)]
        assert database.rows("PRAGMA synchronous") == [(2,)]  # FULL: the log is synced before a commit returns
        assert database.rows("PRAGMA fullfsync") == [(1,)]


def test_ctrl_c_in_the_middle_of_a_write_undoes_all_of_it(home: Path) -> None:
    def interrupted(sql: sqlite3.Connection, moment: int) -> None:
        sql.execute("INSERT INTO drafts VALUES ('softmax', 'half', ?)", (moment,))
        raise KeyboardInterrupt

    with contextlib.closing(Database(home)) as database:
        with pytest.raises(KeyboardInterrupt):
            database.write(interrupted)
        assert database.rows("SELECT * FROM drafts") == []
        database.write(lambda sql, moment: sql.execute("INSERT INTO drafts VALUES ('softmax', 'whole', ?)", (moment,)))
        assert database.rows("SELECT text FROM drafts") == [("whole",)]


def test_a_program_that_holds_the_file_for_ever_is_said_and_reading_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradschool.progress.database.PATIENCE", 0.1)
    with Store.open(home) as store, contextlib.closing(sqlite3.connect(home / "progress.sqlite")) as other:
        store.save_draft("softmax", "one")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match=r"another program has been holding it for a while. Close that program"):
            store.save_draft("softmax", "two")
        assert store.draft("softmax") == "one"
        other.rollback()
        store.save_draft("softmax", "three")
        assert store.draft("softmax") == "three"


def test_two_programs_never_give_the_same_hint_number_for_two_hints(home: Path) -> None:
    with Store.open(home) as one, Store.open(home) as two:
        assert [one.hint_taken("softmax", 9), two.hint_taken("softmax", 9), one.hint_taken("softmax", 9)] == [1, 2, 3]


def test_a_file_that_was_removed_while_open_is_made_anew_rather_than_written_to_nowhere(
    home: Path, store: Store
) -> None:
    store.record_attempt(attempt())
    shutil.rmtree(home)
    store.record_attempt(attempt("silu"))
    with Store.open(home) as again:
        assert again.exercise_progress(["softmax", "silu"])["silu"].attempts == 1


def test_a_file_that_was_replaced_while_open_gets_the_next_rows(home: Path, store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other") as other:
        other.record_attempt(attempt("silu"))
    (tmp_path / "other" / "progress.sqlite").replace(home / "progress.sqlite")
    for left in home.glob("progress.sqlite-*"):
        left.unlink()
    store.record_attempt(attempt("silu"))
    assert store.exercise_progress(["silu"])["silu"].attempts == 2


# --------------------------------------------------------------------------- a full disk, a closed folder

FULL_DISK = """
import sys
from pathlib import Path
from gradschool.errors import StorageError
from gradschool.model import Attempt, Outcome
from gradschool.progress import Store

home, filler = Path(sys.argv[1]), Path(sys.argv[2])
with Store.open(home) as store:
    written = 0
    try:
        while written < 5000:
            store.record_attempt(Attempt("softmax", "x" * 5000, Outcome.FAILED, "", 0, 1, 0.0))
            written += 1
    except StorageError as error:
        print(error)
    print(written, store.exercise_progress(["softmax"])["softmax"].attempts)
    LIFT
    for _ in range(3):
        store.record_attempt(Attempt("silu", "y" * 5000, Outcome.PASSED, "", 1, 1, 0.0))
    print(store.check(), store.notices)
with Store.open(home) as store:
    found = store.exercise_progress(["softmax", "silu"])
    print(found["softmax"].attempts, found["silu"].attempts)
"""
LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
"""
LIFT_LIMIT = "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))"


def run(code: str, *arguments: object) -> list[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return said.stdout.splitlines()


def test_when_no_more_fits_it_is_said_nothing_is_lost_and_the_program_goes_on(home: Path) -> None:
    error, counts, healthy, after = run(LIMITED + FULL_DISK.replace("LIFT", LIFT_LIMIT), home, home)
    assert error.startswith(f"{home / 'progress.sqlite'}: the disk refused (disk I/O error). Look for a full disk")
    written, readable = counts.split()
    assert 0 < int(written) < 5000
    assert readable == written
    assert healthy == "() ()"
    assert after == f"{written} 3"


@contextlib.contextmanager
def tiny_disk(folder: Path) -> Iterator[bool]:
    """A disk of 768 KiB at `folder`, if this account may mount one."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=768k", "none", str(folder)]
    mounted = (
        shutil.which("mount") is not None and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def test_a_really_full_disk_says_so_and_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk") as mounted:
        home = tmp_path / "disk" / "home"
        filler = tmp_path / "disk" / "filler"
        filler.write_bytes(bytes(400_000))
        limits = "" if mounted else LIMITED
        lift = "filler.unlink()" if mounted else LIFT_LIMIT
        error, counts, healthy, after = run(limits + FULL_DISK.replace("LIFT", lift), home, filler)
    said = "the disk is full. Free some space" if mounted else "the disk refused (disk I/O error). Look for a full disk"
    assert error.startswith(f"{home / 'progress.sqlite'}: {said}")
    written = counts.split()[0]
    assert counts == f"{written} {written}"
    assert healthy == "() ()"
    assert after == f"{written} 3"


def test_a_disk_that_is_full_from_the_start_lets_one_read_and_later_write(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk") as mounted:
        home = tmp_path / "disk" / "home"
        with Store.open(home) as store:
            store.record_attempt(attempt())
        filler = home / "filler"
        if mounted:
            with contextlib.suppress(OSError), filler.open("wb") as file:
                while True:
                    file.write(bytes(512))
        else:
            home.rename(tmp_path / "disk" / "away")
            home.write_text("a file where the folder should be")
        with Store.open(home) as store:
            if mounted:
                assert store.attempts("softmax") == (attempt(),)
            with pytest.raises(StorageError) as raised:
                store.record_attempt(attempt("silu"))
            assert raised.value.repair
            assert len(store.notices) == 1
            if mounted:
                filler.unlink()
            else:
                home.unlink()
                (tmp_path / "disk" / "away").rename(home)
            store.record_attempt(attempt("silu"))
        with Store.open(home) as store:
            assert [found.attempts for found in store.exercise_progress(["softmax", "silu"]).values()] == [1, 1]


@contextlib.contextmanager
def ordinary_account(folder: Path) -> Iterator[None]:
    """Whatever `folder` forbids is forbidden: root may write anywhere, so root becomes somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that any account can reach."""
    with tempfile.TemporaryDirectory(prefix="gradschool ü ") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        with Store.open(home) as store:
            store.record_attempt(attempt())
        yield home
        home.chmod(0o755)


def test_in_a_read_only_folder_one_can_read_and_writing_says_what_to_do(shared: Path) -> None:
    (shared / "progress.sqlite").chmod(0o444)
    shared.chmod(0o555)
    before = contents(shared)
    with ordinary_account(shared), Store.open(shared) as store:
        assert store.attempts("softmax") == (attempt(),)
        with pytest.raises(
            StorageError, match=r"progress cannot be written there. Make the file and its folder writable"
        ):
            store.record_attempt(attempt())
        assert store.exercise_progress(["softmax"])["softmax"].attempts == 1
        assert store.notices
    assert contents(shared) == before


def test_a_read_only_file_can_be_read_and_writing_says_what_to_do(shared: Path) -> None:
    (shared / "progress.sqlite").chmod(0o444)
    with ordinary_account(shared), Store.open(shared) as store:
        assert store.attempts("softmax") == (attempt(),)
        with pytest.raises(StorageError, match="progress cannot be written there"):
            store.save_draft("softmax", "x")
        assert store.draft("softmax") is None
        assert "read-only" in store.notices[0]


def test_a_folder_that_becomes_writable_is_written_without_a_restart(shared: Path) -> None:
    shared.chmod(0o555)
    with ordinary_account(shared), Store.open(shared) as store:
        shared.chmod(0o755)
        store.record_attempt(attempt())
    with Store.open(shared) as store:
        assert store.exercise_progress(["softmax"])["softmax"].attempts == 2


def test_a_file_that_may_not_be_read_is_not_mistaken_for_an_empty_one(shared: Path) -> None:
    (shared / "progress.sqlite").chmod(0o000)
    with ordinary_account(shared), pytest.raises(StorageError, match="cannot be read"):
        Store.open(shared)


def test_where_no_home_can_be_made_one_can_still_go_through_the_course(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Store.open(tmp_path / "file" / "home") as store:
        assert store.exercise_progress(["softmax"]) == {"softmax": ExerciseProgress("softmax")}
        with pytest.raises(StorageError, match="Make the folder writable, or set GRADSCHOOL_HOME"):
            store.save_draft("softmax", "x")


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
