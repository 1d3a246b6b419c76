"""`lesson.md` into blocks: prose, examples with their stated output, embedded exercises and explorers."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from msgspec import structs

from gradschool.content.diagnose import did_you_mean
from gradschool.content.files import read_text
from gradschool.errors import ContentError
from gradschool.model import Block, Course, Example, ExerciseLink, ExplorerLink, Page, Prose

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_OPTIONS = [".noeval", ".raises"]
_NEARLY_PYTHON = {"py", "python3", "pycon", "Python", "ipython"}


def read_page(course: Course, lesson_id: str) -> Page:
    """The page of a lesson.

    Raises:
        ContentError: the first thing that is wrong with it, with its line.
    """
    page, problems = parse_lesson(course, lesson_id)
    if problems:
        raise problems[0]
    return page


def parse_lesson(course: Course, lesson_id: str) -> tuple[Page, list[ContentError]]:
    """The page of a lesson as far as it can be read, and everything that is wrong with it."""
    lesson = course.lessons[lesson_id]
    problems: list[ContentError] = []
    where = f"{lesson.module}/{lesson.id}/lesson.md"
    text = read_text(str(Path(lesson.folder, "lesson.md")), where, problems)
    if text is None:
        return Page(lesson_id, lesson.title, ()), problems
    reader = _Reader(course, lesson_id, where, text)
    reader.read()
    problems += reader.problems
    return Page(lesson_id, lesson.title, tuple(reader.blocks)), problems


@lru_cache(maxsize=1)
def block_parser() -> MarkdownIt:
    """CommonMark with tables and definition lists: the one grammar of lessons, tasks and hints."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin

    return MarkdownIt("commonmark").enable("table").use(deflist_plugin)


class _Reader:
    """One pass over a lesson's top-level tokens."""

    def __init__(self, course: Course, lesson: str, where: str, text: str) -> None:
        self.course, self.lesson, self.where = course, lesson, where
        self.lines = text.split("\n")  # as markdown-it counts, form feeds and their like not being line ends
        self.tokens = block_parser().parse(text)
        self.blocks: list[Block] = []
        self.problems: list[ContentError] = []
        self.prose: tuple[int, int] | None = None  # the open run of prose, as lines from 0
        self.examples = 0
        self.stateable = False  # whether an output fence may stand here

    def read(self) -> None:
        """Fill `blocks` and `problems`."""
        tops = [token for token in self.tokens if token.level == 0 and token.map and token.nesting >= 0]
        if not tops or tops[0].type != "heading_open" or tops[0].tag != "h1":
            self.problem(0, "a lesson starts with its title", "Begin with `# Title`.")
        else:
            tops = tops[1:]
        for token in tops:
            self.top(token)
        self.end_prose()
        for token in self.tokens:
            if token.type == "fence" and token.level > 0 and _language(token) in ("python", "output"):
                what = "an example inside a list or a quotation would not run"
                self.problem(token.map[0] if token.map else 0, what, "Put its fence at the left margin.")

    def problem(self, line: int, what: str, repair: str) -> None:
        """Note what is wrong at a line that counts from 0."""
        self.problems.append(ContentError(f"{self.where}:{line + 1}", what, repair))

    def top(self, token: Token) -> None:
        """One block of the page's outermost level."""
        assert token.map is not None
        start, end = token.map
        if token.type == "fence":
            self.fence(token, start, end)
            return
        self.stateable = False
        if token.type == "paragraph_open" and self.embedded(token, start):
            return
        if token.type == "heading_open":
            self.end_prose()
            if token.tag == "h1":
                self.problem(start, "a lesson has one title", "Make this heading `## …`.")
        self.prose = (self.prose[0] if self.prose else start, end)

    def end_prose(self) -> None:
        """Close the open run of prose."""
        if self.prose:
            start, end = self.prose
            self.blocks.append(Prose("\n".join(self.lines[start:end]).rstrip(), start + 1))
            self.prose = None

    # ------------------------------------------------------------------ fences

    def fence(self, token: Token, start: int, end: int) -> None:
        """A fence: an example, a stated output, or prose in another language."""
        if token.content.count("\n") != end - start - 2:
            self.problem(start, "this fence is never closed", f"End it with a line of {token.markup}")
        language, options = _language(token), token.info.split()[1:]
        if language == "python":
            self.end_prose()
            self.example(token, start, options)
        elif language == "output":
            self.output(token, start, options)
        else:
            if language in _NEARLY_PYTHON or language.startswith("python"):
                self.problem(
                    start,
                    f"unknown fence {token.info.strip()!r}",
                    "Write `python`.",
                )
            self.stateable = False
            self.prose = (self.prose[0] if self.prose else start, end)

    def example(self, token: Token, start: int, options: list[str]) -> None:
        """Code of the lesson."""
        for option in options:
            if option not in _OPTIONS:
                repair = did_you_mean(option, _OPTIONS, f"The options are {' and '.join(_OPTIONS)}.")
                self.problem(start, f"unknown option {option!r} of an example", repair)
        if len(options) > len(set(options)) or set(options) >= set(_OPTIONS):
            self.problem(start, "an example has one option at most", "Code that isn't run can't raise: choose one.")
        if not token.content.strip():
            self.problem(start, "an example without code", "Write some, or take the fence out.")
        evaluated = ".noeval" not in options
        code = token.content.rstrip("\n")
        self.blocks.append(Example(self.examples, code, start + 1, ".raises" in options, evaluated))
        self.examples += 1
        self.stateable = evaluated

    def output(self, token: Token, start: int, options: list[str]) -> None:
        """What the example right above is stated to print."""
        if options:
            self.problem(start, f"an output fence has no options, and {options[0]!r} is one", "Take it out.")
        last = self.blocks[-1] if self.blocks else None
        if not self.stateable or not isinstance(last, Example):
            self.problem(
                start,
                "no example that runs stands directly above this output",
                "Move it there, or call the fence `text`.",
            )
            return
        self.blocks[-1] = structs.replace(last, output=token.content.rstrip("\n"))
        self.stateable = False

    # ------------------------------------------------------------------ what is embedded

    def embedded(self, token: Token, start: int) -> bool:
        """Whether this paragraph is one link to an exercise or explorer; it then became a block."""
        inline = self.tokens[self.tokens.index(token) + 1]
        children = inline.children or []
        if len(children) < 2 or children[0].type != "link_open" or children[-1].type != "link_close":
            return False
        if sum(child.type == "link_open" for child in children) > 1:
            return False
        target = str(children[0].attrs["href"])
        text = "".join(child.content for child in children)
        scheme, colon, rest = target.partition(":")
        block: Block
        if colon and scheme == "explore":
            name, _, query = rest.partition("?")
            block = ExplorerLink(unquote(name), text, dict(parse_qsl(query, keep_blank_values=True)), start + 1)
        elif not colon and (exercise := self.exercise(target)):
            block = ExerciseLink(exercise, text, start + 1)
        else:
            return False
        self.end_prose()
        self.blocks.append(block)
        return True

    def exercise(self, target: str) -> str | None:
        """The exercise whose folder a link leads to, if it is one."""
        folder = os.path.normpath(Path(self.course.lessons[self.lesson].folder, unquote(target)))
        exercise = self.course.exercises.get(Path(folder).name)
        return exercise.id if exercise and os.path.normpath(exercise.folder) == folder else None


def _language(token: Token) -> str:
    return token.info.split()[0] if token.info.split() else ""
