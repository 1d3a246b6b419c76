"""A page as cells, and cells as a page: what both formats have in common."""

from __future__ import annotations

import hashlib
import json
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct, field, structs

from gradschool.model import Block, Example, ExerciseLink, ExplorerLink, Page, Prose

FORMAT = 1
RAISES = "raises-exception"  # the tag by which Jupyter and nbclient go on after an error


class ExerciseExport(Struct, frozen=True):
    """What of an exercise goes into a page: its number and title, the statement, and the code to begin from."""

    number: str
    title: str
    task: str
    code: str


class Document(Struct, frozen=True):
    """An exported lesson, read back: its page, and the exercises with the code that now stands in them.

    A cell that was added since is prose or an example at line 0, numbered after the lesson's own.
    """

    page: Page
    exercises: dict[str, ExerciseExport]


class Facts(Struct, frozen=True, omit_defaults=True):
    """What a cell is, beyond its text: its metadata under "gradschool"."""

    lesson: str
    kind: Literal["title", "prose", "example", "output", "shown", "task", "answer", "explorer"]
    block: int = -1
    line: int = 0
    index: int = -1
    raises: bool = False
    output: str | None = None
    exercise: str = ""
    number: str = ""
    title: str = ""
    text: str = ""
    name: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    escaped: bool = False  # lines of the script are comments that are none in the cell
    newlines: int = 0  # at the end of the text, where the formats keep none


class Cell(Struct, frozen=True):
    """One cell. `facts` is None for one that the learner added."""

    code: bool
    source: str
    facts: Facts | None = None
    tags: tuple[str, ...] = ()


def facts_from(metadata: object) -> Facts | None:
    """Metadata as facts, or None if it is not ours (any more)."""
    try:
        return msgspec.convert(metadata, Facts)
    except msgspec.ValidationError:
        return None


def facts_to(facts: Facts) -> dict[str, Any]:
    """Facts as JSON-plain metadata."""
    plain: dict[str, Any] = msgspec.to_builtins(facts)
    return plain


def digest(cells: Iterable[Cell]) -> str:
    """A fingerprint of what the cells say: running them changes nothing in it, editing them does."""
    said = json.dumps([[cell.code, cell.source] for cell in cells])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


# --------------------------------------------------------------------------- out


def page_cells(page: Page, exercises: Mapping[str, ExerciseExport]) -> Iterator[Cell]:
    """The cells of a page, in order. An exercise that `exercises` lacks is only named."""
    yield _cell(False, f"# {page.title}", Facts(page.lesson, "title"))
    for number, block in enumerate(page.blocks):
        yield from _block_cells(page.lesson, number, block, exercises)


def _block_cells(lesson: str, number: int, block: Block, exercises: Mapping[str, ExerciseExport]) -> Iterator[Cell]:
    if isinstance(block, Prose):
        yield _cell(False, block.markdown, Facts(lesson, "prose", number, block.line))
    elif isinstance(block, Example):
        facts = Facts(lesson, "example", number, block.line, block.index, output=block.output)
        if block.evaluated:
            yield _cell(True, block.code, facts, (RAISES,) if block.raises else ())
        else:
            yield _cell(False, fenced(block.code, "python"), structs.replace(facts, kind="shown", raises=block.raises))
    elif isinstance(block, ExplorerLink):
        facts = Facts(lesson, "explorer", number, block.line, text=block.text, name=block.name, settings=block.settings)
        yield _cell(True, explorer_code(block), facts)
    else:
        facts = Facts(lesson, "task", number, block.line, exercise=block.exercise, text=block.text)
        exercise = exercises.get(block.exercise)
        if exercise is None:
            yield _cell(False, f"*Exercise: {block.text}*", facts)
            return
        facts = structs.replace(facts, number=exercise.number, title=exercise.title)
        yield _cell(False, f"## Exercise {exercise.number}: {exercise.title}\n\n{exercise.task}", facts)
        yield _cell(True, exercise.code, Facts(lesson, "answer", number, exercise=block.exercise))


def explorer_code(block: ExplorerLink) -> str:
    """The code that shows an explorer in a notebook, to be changed and run again."""
    plain = all(name.isidentifier() and not keyword.iskeyword(name) for name in block.settings)
    words = [json.dumps(block.name, ensure_ascii=False)]
    if plain:
        words += [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in block.settings.items()]
    else:
        words.append(json.dumps(block.settings, ensure_ascii=False))
    return f"from gradschool.explore import explore\n\nexplore({', '.join(words)})"


def _cell(code: bool, source: str, facts: Facts, tags: tuple[str, ...] = ()) -> Cell:
    bare = source.rstrip("\n")
    return Cell(code, bare, structs.replace(facts, newlines=len(source) - len(bare)), tags)


def fenced(text: str, language: str) -> str:
    """`text` in a Markdown fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def unfenced(source: str) -> str:
    """What stands in a fence; all of `source` if it is none."""
    first, *inner = source.split("\n")
    ticks = re.match("`{3,}", first)
    if not ticks or not inner or inner[-1] != ticks[0]:
        return source
    return "\n".join(inner[:-1])


# --------------------------------------------------------------------------- in


def document(cells: Iterable[Cell]) -> Document | None:
    """What the cells amount to; None if not one of them is from an export."""
    reader = _Reader()
    for cell in cells:
        reader.take(cell)
    if reader.lesson is None:
        return None
    return Document(Page(reader.lesson, reader.title, tuple(reader.numbered())), reader.exercises)


class _Reader:
    """One pass over the cells."""

    def __init__(self) -> None:
        self.lesson: str | None = None
        self.title = ""
        self.blocks: list[Block] = []
        self.exercises: dict[str, ExerciseExport] = {}

    def take(self, cell: Cell) -> None:
        """Add a cell to the document."""
        facts = cell.facts
        if facts is None:
            self.blocks.append(Example(-1, cell.source, 0, RAISES in cell.tags) if cell.code else Prose(cell.source, 0))
            return
        self.lesson = self.lesson or facts.lesson
        source = cell.source + "\n" * facts.newlines
        last = self.blocks[-1] if self.blocks else None
        if facts.kind == "title":
            self.title = source.removeprefix("# ")
        elif facts.kind == "output" and isinstance(last, Example):
            self.blocks[-1] = structs.replace(last, output=unfenced(source))
        elif facts.kind == "example":
            self.blocks.append(Example(facts.index, source, facts.line, RAISES in cell.tags, True, facts.output))
        elif facts.kind == "shown":
            code = unfenced(source)
            self.blocks.append(Example(facts.index, code, facts.line, facts.raises, False, facts.output))
        elif facts.kind == "explorer":
            self.blocks.append(ExplorerLink(facts.name, facts.text, facts.settings, facts.line))
        elif facts.kind == "task":
            self.task(facts, source)
        elif facts.kind == "answer":
            self.answer(facts, source)
        else:
            self.blocks.append(Prose(source, facts.line))

    def task(self, facts: Facts, source: str) -> None:
        """The cell that states an exercise."""
        self.blocks.append(ExerciseLink(facts.exercise, facts.text, facts.line))
        if facts.number:
            heading, _, task = source.partition("\n\n")
            task = task if heading.startswith("## Exercise ") else source
            self.exercises[facts.exercise] = ExerciseExport(facts.number, facts.title, task, "")

    def answer(self, facts: Facts, source: str) -> None:
        """The cell that holds the learner's answer."""
        asked = self.exercises.get(facts.exercise, ExerciseExport("", "", "", ""))
        self.exercises[facts.exercise] = structs.replace(asked, code=source)

    def numbered(self) -> Iterator[Block]:
        """The blocks, with the examples that were added counted on from the lesson's own."""
        count = max((block.index for block in self.blocks if isinstance(block, Example)), default=-1)
        for block in self.blocks:
            if isinstance(block, Example) and block.index < 0:
                count += 1
                yield structs.replace(block, index=count)
            else:
                yield block
