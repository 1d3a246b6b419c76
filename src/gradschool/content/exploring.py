"""The explorers as their files say: names, titles and settings, read without importing any (they need torch)."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from gradschool.content.diagnose import did_you_mean
from gradschool.errors import ContentError, NotFound
from gradschool.model import Course, Explorer, ExplorerLink, Page

_FOLDER = Path(__file__).parents[1] / "inside" / "explorers"


@lru_cache(maxsize=1)
def explorers() -> dict[str, Explorer]:
    """Every explorer by its name, in alphabetical order."""
    paths = sorted(path for path in _FOLDER.glob("*.py") if path.stem != "__init__")
    return {path.stem: _read(path) for path in paths}


def explorer(name: str) -> Explorer:
    """One explorer.

    Raises:
        NotFound: there is none of that name.
    """
    found = explorers().get(name)
    if found is None:
        raise NotFound(name[:60], "there is no such explorer", did_you_mean(name, list(explorers()), _all()))
    return found


def faulty_explorers(course: Course, page: Page) -> list[ContentError]:
    """The page's links to explorers that there are not, or with settings that they do not have."""
    lesson = course.lessons[page.lesson]
    return [
        ContentError(f"{lesson.module}/{lesson.id}/lesson.md:{block.line}", *fault)
        for block in page.blocks
        if isinstance(block, ExplorerLink) and (fault := _fault(block))
    ]


def _fault(link: ExplorerLink) -> tuple[str, str] | None:
    known = explorers()
    if link.name not in known:
        return f"there is no explorer {link.name!r}", did_you_mean(link.name, list(known), _all())
    settings = known[link.name].settings
    for name in link.settings:
        if name not in settings:
            repair = did_you_mean(name, list(settings), f"There are {', '.join(settings)}.")
            return f"the explorer {link.name!r} has no setting {name!r}", repair
    return None


def _all() -> str:
    return f"There are {', '.join(explorers())}."


def _read(path: Path) -> Explorer:
    tree = ast.parse(path.read_text("utf-8"))
    title, _, summary = (ast.get_docstring(tree) or "").partition("\n")[0].rstrip(".").partition(": ")
    declared = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    targets = [node.target for node in declared.body if isinstance(node, ast.AnnAssign)]
    settings = tuple(target.id for target in targets if isinstance(target, ast.Name))
    return Explorer(path.stem, title, summary, settings)
