"""`gradschool reset`."""

from __future__ import annotations

import click


@click.command("reset")
@click.argument("things", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Start the whole course over.")
@click.option("--yes", is_flag=True, help="Don't ask.")
def command(things: tuple[str, ...], everything: bool, yes: bool) -> None:
    """Start exercises, lessons (with their exercises) or modules over. Your attempts stay in the history."""
    from gradschool.content import find
    from gradschool.errors import UsageError
    from gradschool.session import open_session

    with open_session() as session:
        if everything == bool(things):
            raise UsageError("reset", "name what to start over, or --all", "For example `gradschool reset softmax`.")
        found = list(session.course.modules.values()) if everything else [find(session.course, word) for word in things]
        names = "everything" if everything else ", ".join(thing.id for thing in found)
        if not yes:
            click.confirm(
                f"Start {names} over? Drafts and progress begin anew; attempts stay in the history.", abort=True
            )
        session.reset([thing.id for thing in found])
        click.echo(f"Started over: {names}.")
