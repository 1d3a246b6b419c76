"""`gradschool review`."""

from __future__ import annotations

import time

import click

from gradschool.render.spans import days, since
from gradschool.session import Session

SHOWN = 5  # of those that come later


@click.command("review")
@click.argument("exercise", required=False)
@click.option("--json", "as_json", is_flag=True, help="What is due and what comes later, for programs.")
def command(exercise: str | None, as_json: bool) -> None:
    """What is due to be solved once more; with EXERCISE, start it over from the starter.

    Your earlier answer goes to the history, and what you passed stays passed.
    """
    from gradschool.cli.choosing import an_exercise
    from gradschool.session import open_session

    with open_session() as session:
        if exercise is not None:
            begin(session, an_exercise(session.course, exercise).id)
        elif as_json:
            import msgspec

            now = time.time()
            rows = [
                {"exercise": one.exercise, "solved": one.solved, "due": one.due, "is_due": one.due <= now}
                for one in session.schedule()
            ]
            click.echo(msgspec.json.encode(rows).decode())
        else:
            show(session)


def begin(session: Session, exercise: str) -> None:
    """Back to the starter, in every face."""
    begun = session.begin_review(exercise)
    if begun.fresh:
        click.echo(f"{exercise} begins with its starter again; your earlier answer is in the history.")
        if begun.aside is not None:
            click.echo(f"Your working copy is put aside: {begun.aside}")
    else:
        click.echo(f"The review of {exercise} is under way: your draft stays as it is.")
    click.echo(f"`gradschool open {exercise}`, or the app, or the browser. It is reviewed when it passes.")


def show(session: Session) -> None:
    """What is due, and what comes next."""
    now, course = time.time(), session.course
    planned = session.schedule()
    waiting = [one for one in planned if one.due <= now]
    later = [one for one in planned if one.due > now]
    if not planned:
        click.echo("Nothing to review yet: what you solve comes back after a day or more.")
    elif not waiting:
        click.echo("Nothing is due.")
    for one in waiting:
        found = course.exercises[one.exercise]
        click.echo(f"{found.number:<6} {found.title} ({found.id}): solved {since(one.solved)}, {found.minutes} min")
    if waiting:
        click.echo(f"\n`gradschool review {waiting[0].exercise}` starts the first one over.")
    for one in later[:SHOWN]:
        found = course.exercises[one.exercise]
        click.echo(f"in {days(one.due - now)}: {found.number} {found.title}")
    if len(later) > SHOWN:
        click.echo(f"and {len(later) - SHOWN} more, the last in {days(later[-1].due - now)}.")
