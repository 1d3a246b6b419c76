"""Prints the blocks of a lesson one after the other."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import click

from gradschool.cli.printing import print_code, print_markdown
from gradschool.cli.running import run_example
from gradschool.model import Block, Example, ExerciseLink, Prose
from gradschool.session import Session
from gradschool.session.exploring import settings_line


def print_block(session: Session, lesson: str, block: Block, *, live: bool) -> None:
    """Prose, an example with its stated (or, if `live`, its real) output, an exercise's title, an explorer as text."""
    if isinstance(block, Prose):
        click.echo()
        print_markdown(block.markdown)
    elif isinstance(block, Example):
        print_example(session, lesson, block, live=live)
    elif isinstance(block, ExerciseLink):
        exercise = session.course.exercises[block.exercise]
        word = "Question" if exercise.role == "opening" else "Exercise"
        click.echo(f"\n  {word} {exercise.number}: {exercise.title}  (gradschool open {exercise.id})")
    else:
        click.echo(f"\n{block.text}")
        print_explorer(session, block.name, block.settings)


def print_example(session: Session, lesson: str, example: Example, *, live: bool) -> None:
    """An example's code and what it prints."""
    click.echo()
    code = session.example_code(lesson, example.index) if live else example.code
    print_code(code)
    if live and example.evaluated:
        run_example(session, lesson, example, code, quiet=False)
    elif example.output:
        click.echo("\n".join(f"  | {line}" for line in example.output.splitlines()))


def print_explorer(session: Session, name: str, settings: Mapping[str, str]) -> bool:
    """An explorer's text, what is to be seen, and its settings. False if the settings cannot be shown."""
    from gradschool.render.text import clean

    view = session.explore(name, settings)
    click.echo(click.style(f"\n{view.title}", bold=True))
    if view.error:
        click.echo(clean(view.error))
    else:
        click.echo(f"\n{clean(view.text, 100_000)}\n")
        click.echo("\n".join(textwrap.wrap(clean(view.note), 80)))
    click.echo(click.style(f"gradschool explore {name} {settings_line(view.settings)}", dim=True))
    return not view.error
