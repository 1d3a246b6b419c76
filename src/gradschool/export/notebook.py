"""Notebooks: nbformat 4.5, laid out byte for byte as Jupyter saves them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gradschool.errors import UsageError
from gradschool.export.cells import (
    FORMAT,
    RAISES,
    Cell,
    Document,
    ExerciseExport,
    digest,
    document,
    facts_from,
    facts_to,
    page_cells,
)
from gradschool.model import Page


def to_notebook(page: Page, exercises: Mapping[str, ExerciseExport]) -> str:
    """A lesson's page as a notebook. What an example is stated to print is there before it is run."""
    cells = list(page_cells(page, exercises))
    notebook = {
        "cells": [_to_json(cell) for cell in cells],
        "metadata": {
            "gradschool": {"format": FORMAT, "lesson": page.lesson, "digest": digest(cells)},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def from_notebook(text: str, where: object = "the notebook") -> Document:
    """The page and exercises of a notebook that `to_notebook` wrote and somebody may have worked on since.

    Raises:
        UsageError: it is no notebook, or not an exported lesson; `where` is what to call it.
    """
    found = document(read_cells(_load(text, where), where))
    if found is None:
        repair = "Write one with `gradschool export LESSON`."
        raise UsageError(where, "it has no cell of an exported lesson", repair)
    return found


def is_untouched(text: str) -> bool:
    """Whether a notebook's cells say what they said when it was written. Running them changes nothing in that."""
    try:
        notebook = _load(text, "")
        facts = notebook.get("metadata", {}).get("gradschool", {})
        return bool(facts.get("digest") == digest(read_cells(notebook, "")))
    except (UsageError, AttributeError):
        return False


# --------------------------------------------------------------------------- out


def _to_json(cell: Cell) -> dict[str, Any]:
    facts = cell.facts
    assert facts is not None
    metadata: dict[str, Any] = {"gradschool": facts_to(facts)}
    if cell.tags:
        metadata["tags"] = list(cell.tags)
    name = facts.kind if facts.kind in ("title", "answer") else ""
    found: dict[str, Any] = {
        "cell_type": "code" if cell.code else "markdown",
        # Jupyter tells cells apart by these: made from the place in the lesson, so that a second export has the same.
        "id": "-".join(part for part in (facts.lesson[:40], str(max(facts.block, 0)), name) if part),
        "metadata": metadata,
        "source": cell.source.splitlines(keepends=True),
    }
    if cell.code:
        found |= {"execution_count": None, "outputs": _outputs(facts.output, RAISES in cell.tags)}
    return found


def _outputs(output: str | None, raises: bool) -> list[dict[str, Any]]:
    if not output:
        return []
    if raises:
        name, _, message = output.partition(": ")
        return [{"ename": name, "evalue": message, "output_type": "error", "traceback": [output]}]
    return [{"name": "stdout", "output_type": "stream", "text": output.splitlines(keepends=True)}]


# --------------------------------------------------------------------------- in


def _load(text: str, where: object) -> dict[str, Any]:
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(where, f"it is not a notebook ({error})", "Name the .ipynb file that was exported.") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        repair = "Name the .ipynb file that was exported; one older than nbformat 4 has to be saved anew by Jupyter."
        raise UsageError(where, "it is not a notebook with cells", repair)
    return notebook


def read_cells(notebook: Mapping[str, Any], where: object) -> list[Cell]:
    """The cells of a notebook; raw ones count as Markdown.

    Raises:
        UsageError: a cell is not as cells are; `where` is what to call the notebook.
    """
    cells = []
    for number, cell in enumerate(notebook["cells"], 1):
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise UsageError(where, f"cell {number} has no text", "Save it anew from Jupyter, or export it again.")
        metadata = cell.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        tags = metadata.get("tags")
        named = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
        cells.append(Cell(cell.get("cell_type") == "code", source, facts_from(metadata.get("gradschool")), named))
    return cells
