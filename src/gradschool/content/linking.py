"""The links of a page, and those that lead nowhere."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from gradschool.content.page import block_parser
from gradschool.errors import ContentError
from gradschool.model import Course, ExerciseLink, Page, Prose


class Link(Struct, frozen=True):
    """A link as it is written; `line` counts from 1 in the file it stands in."""

    target: str
    text: str
    line: int


def links(page: Page) -> tuple[Link, ...]:
    """Every link of the page that is not to the web, in order."""
    found: list[Link] = []
    for block in page.blocks:
        if isinstance(block, Prose):
            found += links_in(block.markdown, block.line)
    return tuple(found)


def links_in(markdown: str, first_line: int = 1) -> list[Link]:
    """Every link of some markdown that is not to the web; images count as links."""
    found = []
    for token in block_parser().parse(markdown):
        if token.type != "inline" or token.map is None:
            continue
        line = first_line + token.map[0]
        children = token.children or []
        for place, child in enumerate(children):
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            target = str(child.attrs.get("href") or child.attrs.get("src") or "")
            if child.type in ("link_open", "image") and not target.startswith(("http://", "https://", "mailto:")):
                text = child.content if child.type == "image" else children[place + 1].content
                found.append(Link(target, text, line))
    return found


def broken_links(course: Course, page: Page) -> list[ContentError]:
    """The page's links that lead to nothing of the course, each with its line and the repair."""
    lesson = course.lessons[page.lesson]
    where = f"{lesson.module}/{lesson.id}/lesson.md"
    return broken_among(course, links(page), lesson.folder, where)


def broken_among(course: Course, links: tuple[Link, ...] | list[Link], folder: str, where: str) -> list[ContentError]:
    """Those of `links`, written in a file of `folder`, that lead to nothing of the course."""
    problems = []
    for link in links:
        fault = _fault(course, link.target, folder)
        if fault:
            problems.append(ContentError(f"{where}:{link.line}", *fault))
    return problems


def unembedded(course: Course, page: Page) -> list[ContentError]:
    """The lesson's exercises that stand nowhere in its page."""
    lesson = course.lessons[page.lesson]
    shown = {block.exercise for block in page.blocks if isinstance(block, ExerciseLink)}
    return [
        ContentError(
            f"{lesson.module}/{lesson.id}/lesson.md",
            f"the exercise {name!r} stands nowhere in this page",
            f"Add a paragraph that is just `[…]({name}/)`.",
        )
        for name in lesson.asks
        if name in course.exercises and name not in shown
    ]


def _fault(course: Course, target: str, folder: str) -> tuple[str, str] | None:
    """What is wrong with a link, and the repair."""
    scheme, colon, _ = target.partition(":")
    if colon and "/" not in scheme:
        return (
            f"the link {target!r} has the unknown scheme {scheme!r}",
            "Only explore: is known, a paragraph by itself.",
        )
    path, hash_sign, _ = unquote(target).partition("#")
    if hash_sign or not path:
        return f"the link {target!r} leads to a heading", "Link the whole lesson."
    if path.startswith("/"):
        return f"the link {target!r} is absolute", "Write it from this file's folder."
    resolved = os.path.normpath(Path(folder, path))
    pages = {os.path.normpath(folder) for folder in _folders(course).values()}
    if resolved in pages or Path(resolved).is_file():
        return None
    return f"the link {target!r} leads nowhere", _nearest(course, resolved, folder)


def _nearest(course: Course, resolved: str, folder: str) -> str:
    """The way to the thing that has the same name, or nearly."""
    from gradschool.content.diagnose import did_you_mean

    folders = _folders(course)
    name = Path(resolved).name
    if name in folders:
        way = os.path.relpath(folders[name], folder).replace(os.sep, "/")
        return f"Did you mean '{way}/'?"
    return did_you_mean(name, list(folders), "Link a lesson or exercise that course.toml lists.")


def _folders(course: Course) -> dict[str, str]:
    """Where every lesson and exercise of the reading order stands, also one whose own files are faulty."""
    folders = {lesson.id: lesson.folder for lesson in course.lessons.values()}
    for lesson in course.lessons.values():
        folders.update({name: str(Path(lesson.folder, name)) for name in lesson.asks})
    return folders
