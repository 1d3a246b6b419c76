"""`gradschool list`."""

from __future__ import annotations

import click

from gradschool.cli.listing import exercise_row, lesson_row


@click.command("list")
@click.argument("module", required=False)
def command(module: str | None) -> None:
    """Modules, lessons and exercises, and how far you are. MODULE shows one of them."""
    from gradschool.content import find
    from gradschool.errors import UsageError
    from gradschool.model import Module
    from gradschool.session import open_session

    with open_session() as session:
        chosen = list(session.course.modules.values())
        if module is not None:
            found = find(session.course, module)
            if not isinstance(found, Module):
                raise UsageError(module, "this is not a module", "Modules have the numbers 1 to 5.")
            chosen = [found]
        status = session.status()
        for part in chosen:
            names = [name for lesson in part.lessons for name in session.course.lessons[lesson].exercises]
            passed = sum(status.exercises[name].passed for name in names)
            click.echo(f"\n{click.style(f'{part.number} {part.title}', bold=True)}  {passed}/{len(names)} exercises")
            click.echo(click.style(f"  {part.summary}", dim=True))
            if part.placement:
                click.echo(f"  Where to start? Ten quick questions tell: `gradschool open {part.placement}`.")
            for name in part.lessons:
                lesson = session.course.lessons[name]
                click.echo(lesson_row(lesson, status.lessons[name]))
                for exercise in lesson.exercises:
                    click.echo(exercise_row(session.course.exercises[exercise], status.exercises[exercise]))
        for notice in session.notices:
            click.echo(notice, err=True)
