"""Working copies, as a learner's own editor meets them."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradschool.errors import StorageError, UsageError
from gradschool.workspace import LARGEST, Workspace, _Watched, changes, decode, editor_command, read


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "Ünter richt"


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home)


# --------------------------------------------------------------------------- copies


def test_a_working_copy_is_made_in_the_home_folder(workspace: Workspace, home: Path) -> None:
    path = workspace.open_copy("softmax", "starter ∂\n")
    assert path == home / "exercises" / "softmax.py" == workspace.path("softmax")
    assert path.read_text(encoding="utf-8") == "starter ∂\n"


def test_a_working_copy_is_made_in_the_folder_that_is_named(home: Path, tmp_path: Path) -> None:
    path = Workspace(home, tmp_path / "my answers").open_copy("softmax", "starter\n")
    assert path == tmp_path / "my answers" / "softmax.py"
    assert path.read_text() == "starter\n"


def test_a_copy_that_was_changed_is_never_overwritten(workspace: Workspace) -> None:
    path = workspace.open_copy("softmax", "starter\n")
    path.write_text("mine\n")
    assert workspace.open_copy("softmax", "a newer draft\n") == path
    assert path.read_text() == "mine\n"


def test_a_copy_that_was_not_changed_follows_the_draft(workspace: Workspace) -> None:
    path = workspace.open_copy("softmax", "starter\n")
    workspace.open_copy("softmax", "draft 1\n")
    workspace.open_copy("softmax", "draft 2\n")
    assert path.read_text() == "draft 2\n"


def test_a_file_that_somebody_else_wrote_is_left_alone(home: Path, tmp_path: Path) -> None:
    (tmp_path / "softmax.py").write_text("my own file\n")
    Workspace(home, tmp_path).open_copy("softmax", "starter\n")
    assert (tmp_path / "softmax.py").read_text() == "my own file\n"


@pytest.mark.parametrize("record", [b"", b"\xff", b"[]", b"[" * 100_000, b'{"a": 3}'], ids=range(5))
def test_without_a_usable_record_a_copy_counts_as_changed(workspace: Workspace, home: Path, record: bytes) -> None:
    path = workspace.open_copy("softmax", "starter\n")
    (home / "working_copies.json").write_bytes(record)
    workspace.open_copy("softmax", "draft\n")
    assert path.read_text() == "starter\n"


def test_a_copy_that_is_a_link_stays_one(workspace: Workspace, tmp_path: Path) -> None:
    path = workspace.open_copy("softmax", "starter\n")
    path.rename(tmp_path / "kept elsewhere.py")
    path.symlink_to(tmp_path / "kept elsewhere.py")
    workspace.open_copy("softmax", "draft\n")
    assert path.is_symlink()
    assert (tmp_path / "kept elsewhere.py").read_text() == "draft\n"


def test_a_folder_in_the_place_of_the_copy_is_said(workspace: Workspace) -> None:
    workspace.path("softmax").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"softmax.py: a folder has the name of the working copy. Move it"):
        workspace.open_copy("softmax", "starter\n")


def test_a_file_in_the_place_of_the_folder_is_said(home: Path) -> None:
    home.write_text("in the way")
    with pytest.raises(StorageError, match="a file stands where a folder is needed"):
        Workspace(home).open_copy("softmax", "starter\n")


def test_where_nothing_fits_the_copy_is_not_made_by_half(home: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from gradschool.errors import StorageError
from gradschool.workspace import Workspace
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
workspace = Workspace(Path(sys.argv[1]))
try:
    workspace.open_copy("softmax", "x" * 10_000)
except StorageError as error:
    print(error)
print(workspace.path("softmax").exists())
"""
    said = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=True)
    path = home / "exercises" / "softmax.py"
    error = f"{path}: there is no room to write it. Free some space, then try again; nothing was lost."
    assert said.stdout.splitlines() == [error, "False"]


@contextlib.contextmanager
def ordinary_account(folder: Path) -> Iterator[None]:
    """Root may write anywhere, so root becomes somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        with ordinary_account(folder), pytest.raises(StorageError, match=r"cannot be written \(Permission denied\)"):
            Workspace(folder, folder).open_copy("softmax", "starter\n")
        folder.chmod(0o755)


# --------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\rc", "a\nb\nc"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        ("π = 3\n".encode(), "π = 3\n"),
        (b"", ""),
        (b"#" * LARGEST, "#" * LARGEST),
    ],
    ids=["lines", "windows lines", "byte order mark", "letters", "nothing", "the largest"],
)
def test_a_file_is_read_as_text(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "answer.py").write_bytes(data)
    assert read(tmp_path / "answer.py") == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\3\4\0\0\0", "it is binary data, not Python. Name the .py file with your answer."),
        (
            b"x = 1\n\n# caf\xe9\n",
            "byte 12 (in line 3) is not UTF-8. Save it as UTF-8: your editor has a choice of encoding.",
        ),
        ("x = 1".encode("utf-16"), "it is text in UTF-16. Save it as UTF-8: your editor has a choice of encoding."),
        (b"#" * (LARGEST + 1), "it is larger than 1 MB. Hand in the file with your answer, not its data."),
    ],
    ids=["binary", "latin-1", "utf-16", "too large"],
)
def test_what_is_no_text_is_named_with_its_repair(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "answer.py"
    path.write_bytes(data)
    with pytest.raises(UsageError) as raised:
        read(path)
    assert str(raised.value) == f"{path}: {says}"
    with pytest.raises(UsageError) as raised:
        decode(data, "standard input")
    assert str(raised.value) == f"standard input: {says}"


def test_a_missing_file_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "softmax.py").touch()
    with pytest.raises(UsageError, match=r"sofmax.py: there is no such file. Did you mean 'softmax.py'\?"):
        read(tmp_path / "sofmax.py")
    with pytest.raises(UsageError, match=r"Look at its name, or save it first."):
        read(tmp_path / "hvp")
    with pytest.raises(UsageError, match=r"Its folder does not exist either."):
        read(tmp_path / "nowhere" / "hvp.py")


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000])
def test_a_path_that_is_no_file_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(tmp_path / name)
    assert raised.value.repair


def test_an_endless_file_is_not_read_to_its_end() -> None:
    with pytest.raises(UsageError, match="larger than 1 MB"):
        read(Path("/dev/zero"))


# --------------------------------------------------------------------------- the editor


def program(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    program(tmp_path / "bin", "nano")
    program(tmp_path / "bin", "code")

    def choose(**named: str) -> None:
        for name in ("VISUAL", "EDITOR"):
            monkeypatch.delenv(name, raising=False)
            if name in named:
                monkeypatch.setenv(name, named[name])

    return choose


def test_visual_goes_before_editor(editor: Callable[..., None]) -> None:
    editor(VISUAL="code --wait", EDITOR="nano")
    assert editor_command(Path("my answer.py")) == ["code", "--wait", "my answer.py"]
    editor(VISUAL="  ", EDITOR="nano")
    assert editor_command(Path("a.py")) == ["nano", "a.py"]


def test_an_editor_in_a_folder_with_spaces_needs_no_quotes(editor: Callable[..., None], tmp_path: Path) -> None:
    path = program(tmp_path / "My Editors", "sub lime")
    editor(EDITOR=str(path))
    assert editor_command(Path("a.py")) == [str(path), "a.py"]
    editor(EDITOR=f"'{path}' --new 'a b'")
    assert editor_command(Path("a.py")) == [str(path), "--new", "a b", "a.py"]


def test_without_an_editor_it_is_said_how_to_name_one(editor: Callable[..., None]) -> None:
    editor()
    with pytest.raises(
        UsageError, match=r"^neither VISUAL nor EDITOR names your editor. Set EDITOR, for example to 'nano'"
    ):
        editor_command(Path("a.py"))


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("emaks -nw", r"\$EDITOR: the program 'emaks' was not found. Name an installed editor"),
        ("nano 'a", r"\$EDITOR: \"nano 'a\" is not a command \(No closing quotation\). Balance its quotes."),
        ("''", r"\$EDITOR: the program '' was not found"),
    ],
)
def test_an_editor_that_is_none_is_said(editor: Callable[..., None], named: str, says: str) -> None:
    editor(EDITOR=named)
    with pytest.raises(UsageError, match=says):
        editor_command(Path("a.py"))


# --------------------------------------------------------------------------- watching


class Watch:
    """The changes of some files, as a thread of its own hears of them, with what each file then held."""

    def __init__(self, *paths: Path) -> None:
        self.stop = threading.Event()
        self.heard: queue.Queue[tuple[str, str]] = queue.Queue()
        told = changes(paths, self.stop)
        self.thread = threading.Thread(target=self._listen, args=(told,))
        self.thread.start()

    def _listen(self, told: Iterator[Path]) -> None:
        for path in told:
            self.heard.put((path.name, path.read_text()))

    def next(self) -> tuple[str, str]:
        return self.heard.get(timeout=30)

    def end(self) -> list[tuple[str, str]]:
        """What was heard and not yet asked for."""
        self.stop.set()
        self.thread.join(timeout=30)
        assert not self.thread.is_alive()
        return [self.heard.get_nowait() for _ in range(self.heard.qsize())]


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "softmax.py"
    path.write_text("one\n")
    return path


@pytest.fixture
def watch(answer: Path) -> Iterator[Watch]:
    watch = Watch(answer)
    yield watch
    watch.end()


def test_each_save_with_something_new_is_told_once(answer: Path, watch: Watch) -> None:
    answer.write_text("two\n")
    assert watch.next() == ("softmax.py", "two\n")
    answer.write_text("three\n")
    assert watch.next() == ("softmax.py", "three\n")
    assert watch.end() == []


def test_a_save_of_the_same_text_is_not_told(answer: Path, watch: Watch) -> None:
    answer.write_text("one\n")
    os.utime(answer)
    answer.write_text("two\n")
    assert watch.next() == ("softmax.py", "two\n")
    assert watch.end() == []


def test_a_save_of_the_same_size_within_the_clocks_tick_is_told(answer: Path) -> None:
    tick = time.time_ns() + 3600 * 10**9  # stays fresh, however slow this machine is
    os.utime(answer, ns=(tick, tick))
    watched = _Watched(answer)
    answer.write_text("eno\n")
    os.utime(answer, ns=(tick, tick))
    assert [watched.saved(), watched.saved(), watched.saved()] == [False, True, False]


def test_an_editor_that_replaces_the_file_is_followed(answer: Path, watch: Watch, tmp_path: Path) -> None:
    for text in ("two\n", "three\n"):
        (tmp_path / ".swap").write_text(text)
        (tmp_path / ".swap").replace(answer)
        assert watch.next() == ("softmax.py", text)


def test_a_file_that_is_removed_and_made_again_is_told_if_it_is_new(answer: Path, watch: Watch) -> None:
    answer.unlink()
    answer.write_text("two\n")
    assert watch.next() == ("softmax.py", "two\n")


def test_a_file_that_appears_only_later_is_told(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "later.py", tmp_path / "never.py")
    (tmp_path / "later.py").write_text("here\n")
    assert watch.next() == ("later.py", "here\n")
    assert watch.end() == []


def test_saves_count_from_the_call_on_even_before_anybody_listens(answer: Path) -> None:
    told = changes([answer])
    answer.write_text("two\n")
    assert next(told) == answer


def test_a_half_written_file_is_not_told(answer: Path) -> None:
    watched = _Watched(answer)
    glances = []
    for written in ("", "t", "tw", "two\n", "two\n", "two\n"):
        answer.write_text(written)
        glances.append(watched.saved())
    assert glances == [False, False, False, False, True, False]


def test_ctrl_c_ends_the_watch(answer: Path) -> None:
    code = """
import sys
from pathlib import Path
from gradschool.workspace import changes
told = changes([Path(sys.argv[1])])
print("watching", flush=True)
try:
    for path in told:
        print(path.name, flush=True)
except KeyboardInterrupt:
    print("ended")
"""
    command = [sys.executable, "-c", code, str(answer)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "watching\n"
        answer.write_text("two\n")
        assert process.stdout.readline() == "softmax.py\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "ended\n"
