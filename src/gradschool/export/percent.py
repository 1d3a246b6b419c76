"""Percent scripts: plain Python with `# %%` between the cells, as jupytext, VS Code, PyCharm and Spyder read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import structs

from gradschool.errors import UsageError
from gradschool.export.cells import (
    FORMAT,
    Cell,
    Document,
    ExerciseExport,
    Facts,
    digest,
    document,
    facts_from,
    facts_to,
    fenced,
    page_cells,
)
from gradschool.model import Page

_HEADER = """\
# ---
# jupyter:
#   gradschool: {facts}
#   jupytext:
#     notebook_metadata_filter: gradschool
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---
"""
_HEADER_FACTS = re.compile(r"^#   gradschool: (\{.*\})$", re.MULTILINE)
_MARKER = re.compile(r"^\s*#\s*%%%*(?:\s+(?P<options>.*))?$")
_MARKDOWN = re.compile(r"^(?:[^=]*\s)?\[(?:markdown|md)\]")
_OPTION = re.compile(r"\s*([\w.@/-]+)=(?=\S)")

# Lines that mean something to IPython but are no Python stand in the script as comments, and so must comments that look
# like one of those, or like a cell's beginning. The list is jupytext's, so that it reads the same cells.
_TO_COMMENT = re.compile(
    r"""
      \s* (\#\ |\#)* %{1,3}[a-zA-Z]                                               # %timeit f(x)
    | \s* (?:(\#\ |\#)+\s*)? [?!] \s* [A-Za-z.~$\\/{}]                            # !nvidia-smi, ?torch.cat
    | (\#\ |\#)* \s* [a-zA-Z_][a-zA-Z_$0-9]* \s* = \s* (%{1,3}|!)[a-zA-Z]         # files = !ls
    | (\#\ |\#)* (cat|cd|cp|mv|rm|rmdir|mkdir|copy|ddir|echo|ls|ldir|ren) ($|\s$|\s[^=,])
    | \s* (\#\ )* [^\s]*\? \s* $                                                  # torch.cat?
    | \s* \# [\#\s]* (%%|<codecell>\s*$|In\[[0-9 ]*\]:?\s*$)
    """,
    re.VERBOSE,
)


def to_percent(page: Page, exercises: Mapping[str, ExerciseExport]) -> str:
    """A lesson's page as a percent script. A stated output follows its example as Markdown."""
    cells = list(_with_outputs(page_cells(page, exercises)))
    facts = {"format": FORMAT, "lesson": page.lesson, "digest": digest(cells)}
    return "\n".join([_HEADER.format(facts=json.dumps(facts)), *map(_to_text, cells)])


def from_percent(text: str, where: object = "the script") -> Document:
    """The page and exercises of a percent script that `to_percent` wrote and somebody may have worked on since.

    Raises:
        UsageError: it is not an exported lesson; `where` is what to call it.
    """
    found = document(read_cells(text))
    if found is None:
        repair = "Write one with `gradschool export LESSON`."
        raise UsageError(where, "it has no cell of an exported lesson", repair)
    return found


def is_untouched(text: str) -> bool:
    """Whether a percent script says what it said when it was written."""
    header = _HEADER_FACTS.search(text[:2000])
    if not header:
        return False
    try:
        facts = json.loads(header[1])
    except (ValueError, RecursionError):
        return False
    return isinstance(facts, dict) and facts.get("digest") == digest(read_cells(text))


# --------------------------------------------------------------------------- out


def _with_outputs(cells: Iterator[Cell]) -> Iterator[Cell]:
    for cell in cells:
        if cell.facts and cell.facts.kind == "example" and cell.facts.output is not None:
            yield structs.replace(cell, facts=structs.replace(cell.facts, output=None))
            facts = Facts(cell.facts.lesson, "output", cell.facts.block)
            yield Cell(False, fenced(cell.facts.output, "output"), facts)
        else:
            yield cell


def _to_text(cell: Cell) -> str:
    options = "" if cell.code else " [markdown]"
    if cell.tags:
        options += f" tags={json.dumps(cell.tags)}"
    lines = cell.source.split("\n") if cell.source else []
    written = _comment_magics(lines) if cell.code else [_as_comment(line) for line in lines]
    if cell.facts:
        facts = structs.replace(cell.facts, escaped=cell.code and written != lines)
        options += f" gradschool={json.dumps(facts_to(facts))}"
    return "\n".join([f"# %%{options}", *written, ""])


def _as_comment(line: str) -> str:
    if re.match(r"\\*%%", line):
        line = "\\" + line  # or it would read as the beginning of a cell
    return f"# {line}" if line else "#"


def _comment_magics(lines: list[str]) -> list[str]:
    quotes, written = _Quotes(), []
    for line in lines:
        if not quotes.open and _TO_COMMENT.match(line):
            bare = line.lstrip()
            line = f"{line[: len(line) - len(bare)]}# {bare}"  # noqa: PLW2901 - what is written is what opens quotes
        quotes.read(line)
        written.append(line)
    return written


# --------------------------------------------------------------------------- in


def read_cells(text: str) -> list[Cell]:
    """The cells of a percent script; what stands before the first one is left out."""
    cells: list[Cell] = []
    lines: list[str] | None = None
    options, quotes = "", _Quotes()
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"):
        # A marker of ours is one also where a learner's quotes are not closed yet.
        marker = _MARKER.match(line) if not quotes.open or "gradschool={" in line else None
        if marker:
            if lines is not None:
                cells.append(_from_text(options, lines))
            options, lines, quotes = marker["options"] or "", [], _Quotes()
        elif lines is not None:
            lines.append(line)
            if not _MARKDOWN.match(options):
                quotes.read(line)
    if lines is not None:
        cells.append(_from_text(options, lines))
    return cells


def _from_text(options: str, lines: list[str]) -> Cell:
    while lines and not lines[-1]:
        lines.pop()
    metadata = _parse_options(options)
    tags = metadata.get("tags", [])
    named = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    facts = facts_from(metadata.get("gradschool"))
    markdown = _MARKDOWN.match(options) is not None
    if markdown:
        lines = [_from_comment(line) for line in lines]
    elif facts and facts.escaped:  # elsewhere a comment like `# why?` is the learner's own, and stays one
        lines = _uncomment_magics(lines)
    return Cell(not markdown, "\n".join(lines), facts, named)


def _parse_options(text: str) -> dict[str, Any]:
    """The `key=JSON` pairs after a cell's marker."""
    found: dict[str, Any] = {}
    position = 0
    while position < len(text):
        option = _OPTION.match(text, position)
        try:
            if option:
                found[option[1]], position = json.JSONDecoder().raw_decode(text, option.end())
                continue
        except (ValueError, RecursionError):
            pass
        rest = re.compile(r"\s*\S+").match(text, position)
        position = rest.end() if rest else len(text)
    return found


def _from_comment(line: str) -> str:
    if not line.startswith("#"):
        return line
    bare = line[2:] if line.startswith("# ") else line[1:]
    return bare[1:] if re.match(r"\\+%%", bare) else bare


def _uncomment_magics(lines: list[str]) -> list[str]:
    quotes, found = _Quotes(), []
    for line in lines:
        if not quotes.open and _TO_COMMENT.match(line):
            bare = line.lstrip()
            found.append(line[: len(line) - len(bare)] + bare.removeprefix("# "))
        else:
            found.append(line)
        quotes.read(line)
    return found


class _Quotes:
    """Whether the next line begins inside a triple-quoted string."""

    _TOKEN = re.compile(r"""\\.|\"{3}|'{3}|["'#]""", re.DOTALL)

    def __init__(self) -> None:
        self.open = ""

    def read(self, line: str) -> None:
        """Go over one more line."""
        single = ""
        for token in self._TOKEN.findall(line):
            if self.open:
                self.open = "" if token == self.open else self.open
            elif single:
                single = "" if token[0] == single and token[0] in "\"'" else single
            elif token == "#":
                return
            elif len(token) == 3:
                self.open = token
            elif token in ('"', "'"):
                single = token
