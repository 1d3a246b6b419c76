"""The course on disk, read into the nouns of `model`.

What only pages and exercises need (markdown-it, ast) is imported when the first of them is read, so that the table of
contents costs every command a few milliseconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gradschool.content.finding import find
from gradschool.content.folder import default_folder

if TYPE_CHECKING:
    from gradschool.content.course import load_course
    from gradschool.content.exercise import read_exercise, read_proofs
    from gradschool.content.exploring import explorer, explorers
    from gradschool.content.index import indexed_course
    from gradschool.content.linking import Link, broken_links, links
    from gradschool.content.page import read_page
    from gradschool.content.problems import course_problems

__all__ = [
    "Link",
    "broken_links",
    "course_problems",
    "default_folder",
    "explorer",
    "explorers",
    "find",
    "indexed_course",
    "links",
    "load_course",
    "read_exercise",
    "read_page",
    "read_proofs",
]

_LATER = {
    "Link": "linking",
    "broken_links": "linking",
    "course_problems": "problems",
    "explorer": "exploring",
    "explorers": "exploring",
    "indexed_course": "index",
    "links": "linking",
    "load_course": "course",
    "read_exercise": "exercise",
    "read_page": "page",
    "read_proofs": "exercise",
}


def __getattr__(name: str) -> Any:
    """Import a part of the reader when it is first asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"gradschool.content.{_LATER[name]}"), name)
