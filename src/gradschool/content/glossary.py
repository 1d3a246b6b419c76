"""The glossary: what every lesson's `## Words` defines, and the first use of each word in a page as a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import structs

from gradschool.content.files import read_text
from gradschool.content.page import block_parser
from gradschool.errors import ContentError
from gradschool.model import Course, Lesson, Page, Prose, Term

HEADING = "## Words"
SCHEME = "glossary"

# What is no running text: code, formulas, links, pictures, headings, rows of tables, and the definitions themselves.
_APART = re.compile(
    r"(`+).*?\1|\$\$.*?\$\$|"
    r"\$(?=\S)[^$\n]+?(?<=\S)\$|!?\[[^\]]*\]\([^)]*\)|<[^>\n]+>|^## Words$.*\Z|^#[^\n]*$|^\|[^\n]*$",
    re.DOTALL | re.MULTILINE,
)


def read_glossary(course: Course) -> dict[str, Term]:
    """Every term that the lessons define, by its slug, in reading order. Of one that is defined twice, the first."""
    terms: dict[str, Term] = {}
    for lesson in course.lessons.values():
        for term in words_of(lesson):
            terms.setdefault(term.slug, term)
    return terms


def words_of(lesson: Lesson) -> list[Term]:
    """The terms that one lesson defines: the definition list below `## Words`."""
    text = read_text(str(Path(lesson.folder, "lesson.md")), lesson.id, []) or ""
    _, found, below = text.partition(f"\n{HEADING}\n")
    if not found:
        return []
    terms: list[Term] = []
    kind, names = "", ""
    for token in block_parser().parse(below):
        if token.type in ("dt_open", "dd_open"):
            kind = token.type
        elif token.type == "inline" and kind == "dt_open":
            names, kind = token.content, ""
        elif token.type == "inline" and kind == "dd_open":
            name, *forms = [part.strip() for part in names.split(",")]
            terms.append(Term(name, tuple(forms), token.content, lesson.id))
            kind = ""
    return terms


def glossary_problems(course: Course) -> list[ContentError]:
    """Terms that two lessons define."""
    problems, seen = [], dict[str, Term]()
    for lesson in course.lessons.values():
        where = f"{lesson.module}/{lesson.id}/lesson.md"
        for term in words_of(lesson):
            if term.slug in seen:
                first = seen[term.slug].lesson
                problems.append(
                    ContentError(
                        where, f"the word {term.name!r} is defined in {first!r} already", "Keep one of the two."
                    )
                )
            seen.setdefault(term.slug, term)
    return problems


def linked(page: Page, terms: Iterable[Term]) -> Page:
    """The page with the first use of each term as a link `glossary:SLUG`.

    A word that two lessons define means what the page's own lesson says, and elsewhere what the first one says.
    """
    meant: dict[str, str] = {}
    for term in sorted(terms, key=lambda term: term.lesson != page.lesson):
        for form in (term.name, *term.forms):
            meant.setdefault(form.lower(), term.slug)
    # A pattern takes longer to compile than a page to search, and most pages have a tenth of the words.
    text = "\n".join(block.markdown for block in page.blocks if isinstance(block, Prose)).lower()
    present = dict.fromkeys(slug for form, slug in meant.items() if form in text)
    waiting = {slug: _pattern(form for form, means in meant.items() if means == slug) for slug in present}
    blocks = [
        structs.replace(block, markdown=_link(block.markdown, waiting)) if isinstance(block, Prose) else block
        for block in page.blocks
    ]
    return structs.replace(page, blocks=tuple(blocks))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    forms = sorted({form for word in words for form in (word, f"{word}s")}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)


def _link(markdown: str, waiting: dict[str, re.Pattern[str]]) -> str:
    apart = [match.span() for match in _APART.finditer(markdown)]
    found: list[tuple[int, int, str]] = []
    # The longest first: "optimizer state" is one word, and not a place to explain "optimizer".
    present = [(slug, pattern, first) for slug, pattern in waiting.items() if (first := pattern.search(markdown))]
    for slug, pattern, _ in sorted(present, key=lambda one: len(one[2].group()), reverse=True):
        for match in pattern.finditer(markdown):
            taken = [*apart, *((start, end) for start, end, _ in found)]
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                found.append((match.start(), match.end(), slug))
                break
    for start, end, slug in sorted(found, reverse=True):
        del waiting[slug]
        markdown = f"{markdown[:start]}[{markdown[start:end]}]({SCHEME}:{slug}){markdown[end:]}"
    return markdown
