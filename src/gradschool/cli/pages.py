"""Prints the blocks of a lesson one after the other."""

from __future__ import annotations

import click

from gradschool.cli.printing import print_code, print_markdown
from gradschool.cli.running import run_example
from gradschool.model import Block, Example, ExerciseLink, Prose
from gradschool.session import Session


def print_block(session: Session, lesson: str, block: Block, *, live: bool) -> None:
    """Prose, an example with its stated (or, if `live`, its real) output, or an exercise's title."""
    if isinstance(block, Prose):
        click.echo()
        print_markdown(block.markdown)
    elif isinstance(block, Example):
        print_example(session, lesson, block, live=live)
    elif isinstance(block, ExerciseLink):
        exercise = session.course.exercises[block.exercise]
        word = "Question" if exercise.role == "opening" else "Exercise"
        click.echo(f"\n  {word} {exercise.number}: {exercise.title}  (gradschool open {exercise.id})")


def print_example(session: Session, lesson: str, example: Example, *, live: bool) -> None:
    """An example's code and what it prints."""
    click.echo()
    code = session.example_code(lesson, example.index) if live else example.code
    print_code(code)
    if live and example.evaluated:
        run_example(session, lesson, example, code, quiet=False)
    elif example.output:
        click.echo("\n".join(f"  | {line}" for line in example.output.splitlines()))
