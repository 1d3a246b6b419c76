"""The kept table of contents: it says what the files say, whatever happens to it or to them."""

import shutil
from pathlib import Path

import msgspec
import pytest

from gradschool.content import index, load_course
from gradschool.errors import ContentError, NotFound

SMALL = Path(__file__).parent / "fixtures" / "small_course"


@pytest.fixture
def course_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "course"
    shutil.copytree(SMALL, folder)
    monkeypatch.setenv("GRADSCHOOL_COURSE", str(folder))
    monkeypatch.setattr(index, "TICK_NS", 0)
    return folder


@pytest.fixture
def kept(tmp_path: Path, course_folder: Path) -> Path:
    path = tmp_path / "contents.index"
    index.indexed_course(str(path))
    assert path.exists()
    return path


def poison(kept: Path) -> None:
    """From here on, what the index says and what the files say can be told apart."""
    told = msgspec.msgpack.decode(kept.read_bytes(), type=index.Index)
    told.course.modules.clear()
    kept.write_bytes(msgspec.msgpack.encode(told))


def test_it_says_what_the_files_say(kept: Path) -> None:
    assert index.indexed_course(str(kept)) == load_course()


def test_what_has_not_changed_is_not_read_again(kept: Path) -> None:
    poison(kept)
    assert index.indexed_course(str(kept)).modules == {}


@pytest.mark.parametrize("name", ["course.toml", "lesson.md", "exercise.toml"])
def test_a_changed_file_is_seen(kept: Path, course_folder: Path, name: str) -> None:
    poison(kept)
    changed = next(course_folder.rglob(name))
    changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
    assert index.indexed_course(str(kept)) == load_course()
    assert index.indexed_course(str(kept)).modules


def test_a_file_that_went_missing_is_said(kept: Path, course_folder: Path) -> None:
    next(course_folder.rglob("task.md")).unlink()
    with pytest.raises(ContentError, match="the file is missing"):
        index.indexed_course(str(kept))


def test_a_course_that_is_gone_is_said(kept: Path, course_folder: Path) -> None:
    shutil.rmtree(course_folder)
    with pytest.raises(NotFound, match=r"there is no course\.toml here"):
        index.indexed_course(str(kept))


def test_another_course_is_another_course(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(kept)
    other = tmp_path / "other"
    shutil.copytree(SMALL, other)
    monkeypatch.setenv("GRADSCHOOL_COURSE", str(other))
    assert index.indexed_course(str(kept)).folder == str(other)


def test_another_version_reads_anew(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(kept)
    monkeypatch.setattr(index, "__version__", "9.9")
    assert index.indexed_course(str(kept)).modules


@pytest.mark.parametrize("found", [b"", b"\x00\xff", b"\x93\xa50.1.0", msgspec.msgpack.encode(["0.1.0", {}, {}])])
def test_a_damaged_index_is_written_anew(kept: Path, found: bytes) -> None:
    kept.write_bytes(found)
    assert index.indexed_course(str(kept)) == load_course()
    assert kept.read_bytes() != found


def test_files_that_were_saved_just_now_are_not_trusted(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.unlink()
    monkeypatch.setattr(index, "TICK_NS", 3_600_000_000_000)
    index.indexed_course(str(kept))
    assert not kept.exists()


def test_where_it_cannot_be_kept_the_course_is_read_all_the_same(course_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "in the way").mkdir()
    assert index.indexed_course(str(tmp_path / "in the way")) == load_course()
    assert index.indexed_course(str(tmp_path / "nowhere" / "contents.index")) == load_course()
    assert not (tmp_path / "nowhere").exists()
