"""Runs a lesson's examples and prints what they print."""

from __future__ import annotations

import click
from msgspec import Struct

from gradschool.kernel import Done, Event, Failed, Lost, Shown, Stream
from gradschool.model import Example
from gradschool.session import Session


class Failure(Struct, frozen=True):
    """An example that did not do what it should: where it stands, and what it did instead."""

    where: str
    what: str


def run_lesson(session: Session, lesson: str, *, mine: bool, quiet: bool) -> tuple[int, list[Failure]]:
    """Run all examples of a lesson in order. Returns how many ran, and those that failed."""
    failures: list[Failure] = []
    examples = session.page(lesson).examples
    for example in examples:
        code = session.example_code(lesson, example.index) if mine else example.code
        where = f"{lesson}, example {example.index + 1} (line {example.line})"
        if not quiet:
            click.echo(click.style(f"\n[{example.index + 1}] " + "\n    ".join(code.splitlines()), fg="cyan"))
        what = run_example(session, lesson, example, code, quiet=quiet)
        if what is not None:
            failures.append(Failure(where, what))
    return len(examples), failures


def run_example(session: Session, lesson: str, example: Example, code: str, *, quiet: bool) -> str | None:
    """Run one example, print its output, and say what was wrong with it if something was."""
    failed: Failed | None = None
    for event in session.run_example(lesson, example.index, code):
        if not quiet:
            print_event(event)
        if isinstance(event, Failed):
            failed = event
        elif isinstance(event, Lost):
            return event.message
        elif isinstance(event, Done) and example.raises and event.ok:
            return "it was to raise an error and did not"
    return f"it raised {failed.last}" if failed is not None and not example.raises else None


def print_event(event: Event) -> None:
    """What a run says, as plain text. Figures are named; the terminal app draws them."""
    from gradschool.render.text import clean

    if isinstance(event, Stream):
        click.echo(clean(event.text), nl=False)
    elif isinstance(event, Shown):
        click.echo("(a figure)" if event.png else clean(event.text))
    elif isinstance(event, Failed):
        for line in event.traceback or (event.last,):
            click.echo(clean(line))
    elif isinstance(event, Lost):
        click.echo(event.message, err=True)
