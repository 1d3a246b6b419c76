"""The progress file among sudden ends, many programs at once, full disks and closed folders."""

from __future__ import annotations

import contextlib
import os
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

import pytest

from gradschool.errors import StorageError
from gradschool.model import Attempt, ExerciseProgress, Outcome
from gradschool.progress import Store
from gradschool.progress.database import Database


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


def test_a_first_start_waits_for_another_program_that_looks_at_the_empty_file(home: Path) -> None:
    home.mkdir()
    other = sqlite3.connect(home / "progress.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN")
    other.execute("SELECT * FROM sqlite_schema").fetchall()
    timer = threading.Timer(0.3, other.close)
    timer.start()
    with Store.open(home) as store:
        store.record_attempt(attempt())
        assert store.exercise_progress(["softmax"])["softmax"].attempts == 1
    timer.join()


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
