"""`gradschool glossary`."""

from __future__ import annotations

import click

from gradschool.model import Course, Term


@click.command("glossary")
@click.argument("word", nargs=-1)
def command(word: tuple[str, ...]) -> None:
    """What the words of the course mean. WORD shows those that hold it."""
    from gradschool.errors import NotFound
    from gradschool.session import open_session

    wanted = " ".join(word).casefold()
    with open_session() as session:
        terms = list(session.glossary().values())
        found = [term for term in terms if any(wanted in name.casefold() for name in (term.name, *term.forms))]
        if not found:
            raise NotFound("", f"no lesson defines {' '.join(word)!r}", _nearest(wanted, terms))
        _print(sorted(found, key=lambda term: term.name.casefold()), session.course)


def _print(terms: list[Term], course: Course) -> None:
    from gradschool.cli.printing import print_markdown

    for term in terms:
        lesson = course.lessons[term.lesson]
        names = ", ".join((term.name, *term.forms))
        print_markdown(f"{names}\n: {term.definition}\n\n  *{lesson.number} {lesson.title}*\n")


def _nearest(wanted: str, terms: list[Term]) -> str:
    import difflib

    near = difflib.get_close_matches(wanted, [term.name.casefold() for term in terms], n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else "`gradschool glossary` shows all there are."
