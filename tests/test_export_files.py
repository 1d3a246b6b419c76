"""Exported lessons as files that people work on: what they changed comes back, and is never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from msgspec import structs

from gradschool.errors import StorageError, UsageError
from gradschool.export import (
    Document,
    ExerciseExport,
    from_notebook,
    from_percent,
    read,
    to_notebook,
    to_percent,
    write,
)
from gradschool.model import Example, ExerciseLink, ExplorerLink, Page, Prose

Writer = Callable[[Page, dict[str, ExerciseExport]], str]
Reader = Callable[[str], Document]

BOTH = pytest.mark.parametrize(
    ("to_text", "from_text"), [(to_percent, from_percent), (to_notebook, from_notebook)], ids=["percent", "notebook"]
)

PAGE = Page(
    "reductions",
    "Sums, and what `dim` means",
    (
        Prose("Which axis goes away?\n\n$$ \\sum_j x_{ij} $$", 3),
        Example(0, "import torch\n\nx = torch.ones(2, 3)\nx.sum(0)", 7, output="tensor([2., 2., 2.])"),
        Example(1, "x.sum(5)", 16, raises=True, output="IndexError: Dimension out of range: 5"),
        Example(2, "x.sum(dim=...)  # ``` as you like it", 22, evaluated=False),
        Example(3, "y = x.mean()", 26),
        ExplorerLink("broadcast", "Play with shapes", {"a": "3,1", "b": 'x="1"'}, 29),
        ExerciseLink("softmax", "Write it", 31),
        Prose("## Afterwards\n\n- one\n- two", 33),
    ),
)

EXERCISES = {
    "softmax": ExerciseExport(
        "1.10", "A softmax that never overflows", "Write `softmax`.\n\nGo.\n", "def f():\n    ...\n"
    )
}


def notebook_of(text: str) -> Any:
    """The notebook as nbformat reads it, found valid."""
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return notebook


def saved(notebook: Any) -> str:
    """The text that Jupyter would save."""
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


# --------------------------------------------------------------------------- what learners do with it


def with_code(page: Page, index: int, code: str) -> Page:
    blocks = [
        structs.replace(block, code=code) if isinstance(block, Example) and block.index == index else block
        for block in page.blocks
    ]
    return structs.replace(page, blocks=tuple(blocks))


@BOTH
def test_an_edited_example_and_an_answer_come_back_as_edited(to_text: Writer, from_text: Reader) -> None:
    edited = to_text(PAGE, EXERCISES).replace("y = x.mean()", "y = x.amax()").replace("    ...", "    return 1  # why?")
    answer = structs.replace(EXERCISES["softmax"], code="def f():\n    return 1  # why?\n")
    assert from_text(edited) == Document(with_code(PAGE, 3, "y = x.amax()"), {"softmax": answer})


def test_a_comment_that_looks_like_a_magic_stays_a_comment_in_an_answer() -> None:
    edited = to_percent(PAGE, EXERCISES).replace("    ...", "    # why?\n    # copy it\n    return 1")
    assert from_percent(edited).exercises["softmax"].code == "def f():\n    # why?\n    # copy it\n    return 1\n"


def test_quotes_that_are_not_closed_yet_swallow_no_other_cell() -> None:
    edited = to_percent(PAGE, EXERCISES).replace("y = x.mean()", 'y = """')
    assert from_percent(edited) == Document(with_code(PAGE, 3, 'y = """'), EXERCISES)


def test_cells_that_were_added_are_numbered_after_the_lessons_own() -> None:
    edited = to_percent(PAGE, {}).replace(
        "# %% [markdown]", "# %% my own cell\nmine = 1\n\n# %% [markdown] \n# A note\n\n# %% [markdown]", 1
    )
    title = PAGE.title
    assert from_percent(edited) == Document(
        Page("reductions", title, (Example(4, "mine = 1", 0), Prose("A note", 0), *PAGE.blocks)), {}
    )


def test_a_script_with_windows_line_ends_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    text = to_percent(PAGE, EXERCISES).replace("\n", "\r\n")
    (tmp_path / "lesson.py").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read(tmp_path / "lesson.py") == Document(PAGE, EXERCISES)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "a.py",
            b"print('hello')\n",
            "it has no cell of an exported lesson. Write one with `gradschool export LESSON`.",
        ),
        ("a.py", b"# %%\nx = 1\n", "it has no cell of an exported lesson"),
        ("a.py", b'# %% gradschool={"lesson": 3}\nx = 1\n', "it has no cell of an exported lesson"),
        ("a.py", b'# %% gradschool={"lesson": \nx = 1\n', "it has no cell of an exported lesson"),
        ("a.py", b"caf\xe9", "byte 3 is not UTF-8. Save it as UTF-8."),
        ("a.ipynb", b"", "it is not a notebook (Expecting value"),
        ("a.ipynb", b"[" * 100_000, "it is not a notebook (maximum recursion"),
        ("a.ipynb", b"[]", "it is not a notebook with cells"),
        ("a.ipynb", b'{"worksheets": []}', "it is not a notebook with cells"),
        ("a.ipynb", b'{"cells": []}', "it has no cell of an exported lesson"),
        ("a.ipynb", b'{"cells": [3]}', "cell 1 has no text"),
        ("a.ipynb", b'{"cells": [{"source": [3]}]}', "cell 1 has no text"),
        ("a.ipynb", b'{"cells": [{"source": "x", "metadata": 3}]}', "it has no cell of an exported lesson"),
    ],
    ids=range(13),
)
def test_what_is_no_exported_lesson_is_refused(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError) as raised:
        read(tmp_path / name)
    assert str(raised.value).startswith(f"{tmp_path / name}: {says}")
    assert raised.value.repair


def test_a_missing_export_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.py: cannot be read \(No such file or directory\). Name a lesson"):
        read(tmp_path / "none.py")


# --------------------------------------------------------------------------- files


FILES = pytest.mark.parametrize(("name", "to_text"), [("a.py", to_percent), ("a.ipynb", to_notebook)])


@FILES
def test_an_export_replaces_one_that_nobody_has_changed(tmp_path: Path, name: str, to_text: Writer) -> None:
    path = tmp_path / name
    write(path, to_text(PAGE, {}))
    write(path, to_text(PAGE, EXERCISES))
    write(path, to_text(PAGE, EXERCISES))
    assert read(path) == Document(PAGE, EXERCISES)


@FILES
def test_an_export_that_was_changed_is_not_overwritten_unless_told(tmp_path: Path, name: str, to_text: Writer) -> None:
    path = tmp_path / name
    write(path, to_text(PAGE, EXERCISES))
    changed = path.read_text().replace("y = x.mean()", "y = mine")
    path.write_text(changed)
    with pytest.raises(UsageError, match=r"somebody's work may be in it. Name another file, or say that"):
        write(path, to_text(PAGE, EXERCISES))
    assert path.read_text() == changed
    write(path, to_text(PAGE, EXERCISES), overwrite=True)
    assert read(path) == Document(PAGE, EXERCISES)


@pytest.mark.parametrize(
    "there", [b"", b"my own file\n", b"\xff", b"{", b'{"cells": []}', b'# ---\n#   gradschool: {"digest": 3}\n']
)
def test_another_file_is_not_overwritten(tmp_path: Path, there: bytes) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(there)
    with pytest.raises(UsageError, match="it is not as an export left it"):
        write(path, to_percent(PAGE, {}))
    assert path.read_bytes() == there


def test_a_notebook_that_was_only_run_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    notebook = notebook_of(to_notebook(PAGE, EXERCISES))
    notebook.cells[2].execution_count = 7
    path.write_text(saved(notebook))
    write(path, to_notebook(PAGE, {}))
    assert read(path) == Document(PAGE, {})


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"its folder does not exist. Make the folder, or name another."):
        write(tmp_path / "nowhere" / "a.py", to_percent(PAGE, {}))
    with pytest.raises(StorageError, match=r"is a folder. Name a file in it."):
        write(tmp_path, to_percent(PAGE, {}))
