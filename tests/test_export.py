"""Lessons as percent scripts and notebooks: valid for the tools that read them, and unchanged when they come back."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Callable
from typing import Any

import jupytext  # type: ignore[import-untyped]
import nbformat
import pytest

from gradschool.content import read_exercise, read_page
from gradschool.export import (
    Document,
    ExerciseExport,
    from_notebook,
    from_percent,
    percent,
    to_notebook,
    to_percent,
)
from gradschool.export.cells import facts_to
from gradschool.model import Block, Course, Example, ExerciseLink, ExplorerLink, Page, Prose

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


def texts_of_cells(text: str) -> list[tuple[str, str]]:
    return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]


# --------------------------------------------------------------------------- what is written


EXPLORER = 'from gradschool.explore import explore\n\nexplore("broadcast", a="3,1", b="x=\\"1\\"")'


def test_a_notebook_shows_prose_code_stated_outputs_and_the_exercise() -> None:
    cells = json.loads(to_notebook(PAGE, EXERCISES))["cells"]
    assert texts_of_cells(to_notebook(PAGE, EXERCISES)) == [
        ("markdown", "# Sums, and what `dim` means"),
        ("markdown", "Which axis goes away?\n\n$$ \\sum_j x_{ij} $$"),
        ("code", "import torch\n\nx = torch.ones(2, 3)\nx.sum(0)"),
        ("code", "x.sum(5)"),
        ("markdown", "````python\nx.sum(dim=...)  # ``` as you like it\n````"),
        ("code", "y = x.mean()"),
        ("code", EXPLORER),
        ("markdown", "## Exercise 1.10: A softmax that never overflows\n\nWrite `softmax`.\n\nGo."),
        ("code", "def f():\n    ..."),
        ("markdown", "## Afterwards\n\n- one\n- two"),
    ]
    assert [cell["outputs"] for cell in cells if cell["cell_type"] == "code"] == [
        [{"name": "stdout", "output_type": "stream", "text": ["tensor([2., 2., 2.])"]}],
        [
            {
                "ename": "IndexError",
                "evalue": "Dimension out of range: 5",
                "output_type": "error",
                "traceback": ["IndexError: Dimension out of range: 5"],
            }
        ],
        [],
        [],
        [],
    ]
    assert cells[3]["metadata"]["tags"] == ["raises-exception"]
    assert cells[3]["metadata"]["gradschool"]["lesson"] == "reductions"
    assert cells[3]["metadata"]["gradschool"]["block"] == 2


def test_a_percent_script_reads_like_a_lesson() -> None:
    text = to_percent(PAGE, EXERCISES)
    shown = [line.partition(" gradschool={")[0] for line in text.split("# ---\n")[2].splitlines()]
    assert shown == [
        *["", "# %% [markdown]", "# # Sums, and what `dim` means"],
        *["", "# %% [markdown]", "# Which axis goes away?", "#", "# $$ \\sum_j x_{ij} $$"],
        *["", "# %%", "import torch", "", "x = torch.ones(2, 3)", "x.sum(0)"],
        *["", "# %% [markdown]", "# ```output", "# tensor([2., 2., 2.])", "# ```"],
        *["", '# %% tags=["raises-exception"]', "x.sum(5)"],
        *["", "# %% [markdown]", "# ```output", "# IndexError: Dimension out of range: 5", "# ```"],
        *["", "# %% [markdown]", "# ````python", "# x.sum(dim=...)  # ``` as you like it", "# ````"],
        *["", "# %%", "y = x.mean()"],
        *["", "# %%", *EXPLORER.splitlines()],
        *["", "# %% [markdown]", "# ## Exercise 1.10: A softmax that never overflows", "#"],
        *["# Write `softmax`.", "#", "# Go."],
        *["", "# %%", "def f():", "    ..."],
        *["", "# %% [markdown]", "# ## Afterwards", "#", "# - one", "# - two"],
    ]
    ast.parse(text)


def test_an_exercise_that_is_not_given_is_only_named() -> None:
    assert ("markdown", "*Exercise: Write it*") in texts_of_cells(to_notebook(PAGE, {}))
    assert from_notebook(to_notebook(PAGE, {})) == Document(PAGE, {})


@BOTH
def test_the_same_lesson_gives_the_same_text(to_text: Writer, from_text: Reader) -> None:
    assert to_text(PAGE, EXERCISES) == to_text(PAGE, EXERCISES)


# --------------------------------------------------------------------------- the tools that read it


def test_a_notebook_is_valid_and_laid_out_as_jupyter_saves_it() -> None:
    text = to_notebook(PAGE, EXERCISES)
    assert saved(notebook_of(text)) == text


def jupytext_cells(text: str) -> list[tuple[str, str, list[str], Any]]:
    found = jupytext.reads(text, fmt="py:percent")
    nbformat.validate(found)
    return [
        (cell.cell_type, cell.source, list(cell.metadata.get("tags", [])), cell.metadata.get("gradschool"))
        for cell in found.cells
    ]


def our_cells(text: str) -> list[tuple[str, str, list[str], Any]]:
    return [
        ("code" if cell.code else "markdown", cell.source, list(cell.tags), cell.facts and facts_to(cell.facts))
        for cell in percent.read_cells(text)
    ]


MAGICS = Page(
    "tape",
    "Magic",
    (
        Example(0, "%timeit 1 + 1\n!ls\n?print\nfiles = !ls\nprint?\n%%time", 1),
        Example(1, "# copy the tensor\n# why?\n# %matplotlib inline\nx = (5\n     % 2)", 2),
        Example(2, 'text = """\n%timeit in a text\n# why?\n"""', 3),
        Example(3, "# quite ordinary\n\n\nx = 1", 3),
    ),
)


@pytest.mark.parametrize("page", [PAGE, MAGICS], ids=["page", "magics"])
def test_jupytext_reads_the_cells_that_we_read(page: Page) -> None:
    text = to_percent(page, EXERCISES)
    assert jupytext_cells(text) == our_cells(text)


def test_magics_are_comments_in_the_script_so_that_python_can_read_it() -> None:
    text = to_percent(MAGICS, {})
    assert "\n# %timeit 1 + 1\n# !ls\n# ?print\n# files = !ls\n# print?\n# %%time\n" in text
    assert "\n# # why?\n" in text
    assert '\ntext = """\n%timeit in a text\n# why?\n"""\n' in text
    ast.parse(text)
    assert from_percent(text) == Document(MAGICS, {})


def test_a_script_that_jupytext_has_saved_again_comes_back_unchanged() -> None:
    text = to_percent(PAGE, EXERCISES)
    again = jupytext.writes(jupytext.reads(text, fmt="py:percent"), fmt="py:percent")
    assert from_percent(again) == Document(PAGE, EXERCISES)


def test_a_notebook_that_was_run_comes_back_unchanged() -> None:
    notebook = json.loads(to_notebook(PAGE, EXERCISES))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": "other"}]
            cell["execution_count"] = 4
    assert from_notebook(saved(notebook_of(json.dumps(notebook)))) == Document(PAGE, EXERCISES)


# --------------------------------------------------------------------------- there and back


@BOTH
def test_what_was_written_comes_back_unchanged(to_text: Writer, from_text: Reader) -> None:
    assert from_text(to_text(PAGE, EXERCISES)) == Document(PAGE, EXERCISES)


NASTY = [
    "",
    " ",
    "#",
    "# ",
    "# %%",
    "#%% [markdown]",
    "    # %% inside",
    "%%",
    "\\%% x",
    "% % %",
    "%timeit x",
    "!ls -l",
    "x?",
    "# # why?",
    "# copy that",
    "cat file",
    "x = !ls",
    '"""',
    "'''",
    'x = """one line"""',
    "x = 'it''s'",
    'y = "\\""',
    "```",
    "````python",
    "```output",
    "# ---",
    "# %% [markdown] gradschool=",
    'tags=["a"]',
    "-> a=3 {b}",
    "é ∂ 𝒙 \u2028",
    "trailing  ",
    "\ttab",
    "## Exercise 3",
    "<codecell>",
    "# In[3]:",
    "x = (1 +",
]


def some_text(chance: random.Random) -> str:
    return "\n".join(chance.choice(NASTY) for _ in range(chance.randrange(5))) + chance.choice(["", "", "\n", "\n\n"])


def some_block(chance: random.Random, index: int) -> Block:
    text, line = some_text(chance), chance.randrange(900)
    kind = chance.randrange(6)
    if kind == 0:
        return Prose(text, line)
    if kind == 1:
        return ExerciseLink(chance.choice(["softmax", "silu"]), text, line)
    if kind == 2:
        return ExplorerLink(text, some_text(chance), {some_text(chance): some_text(chance)}, line)
    if kind == 3:
        return Example(index, text, line, chance.random() < 0.5, evaluated=False)
    output = chance.choice([None, some_text(chance)])
    return Example(index, text, line, chance.random() < 0.5, True, output)


@BOTH
def test_pages_of_the_nastiest_lines_come_back_unchanged(to_text: Writer, from_text: Reader) -> None:
    for seed in range(400):
        chance = random.Random(seed)
        title = chance.choice(["A title", "# %%", "Why = 3?", " two "])
        page = Page("reductions", title, tuple(some_block(chance, index) for index in range(6)))
        named = dict.fromkeys(block.exercise for block in page.blocks if isinstance(block, ExerciseLink))
        if len(named) < sum(isinstance(block, ExerciseLink) for block in page.blocks):
            continue  # no page embeds an exercise twice
        exercises = {name: ExerciseExport("1.1", title, some_text(chance), some_text(chance)) for name in named}
        text = to_text(page, exercises)
        assert from_text(text) == Document(page, exercises), f"seed {seed}\n{text}"


@BOTH
def test_every_lesson_of_the_course_comes_back_unchanged(to_text: Writer, from_text: Reader, course: Course) -> None:
    for lesson in course.lessons:
        page, exercises = read_page(course, lesson), {}
        for block in page.blocks:
            if isinstance(block, ExerciseLink):
                exercise = course.exercises[block.exercise]
                texts = read_exercise(exercise)
                export = ExerciseExport(exercise.number, exercise.title, texts.task, texts.starter)
                exercises[block.exercise] = export
        assert from_text(to_text(page, exercises)) == Document(page, exercises)


def test_every_lesson_of_the_course_is_valid_for_jupyter_and_jupytext(course: Course) -> None:
    for lesson in course.lessons:
        page = read_page(course, lesson)
        notebook_of(to_notebook(page, {}))
        script = to_percent(page, {})
        assert jupytext_cells(script) == our_cells(script)
