"""`gradschool status`."""

from __future__ import annotations

import click

from gradschool.cli.listing import named


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def command(as_json: bool) -> None:
    """How far you are, and what comes next."""
    from gradschool.session import open_session

    with open_session() as session:
        status = session.status()
        if as_json:
            import msgspec

            click.echo(msgspec.json.encode(status).decode())
            return
        read = sum(lesson.read for lesson in status.lessons.values())
        click.echo(f"{status.passed} of {status.total} exercises passed, {read} of {len(status.lessons)} lessons read.")
        for module in session.course.modules.values():
            names = [name for lesson in module.lessons for name in session.course.lessons[lesson].exercises]
            passed = sum(status.exercises[name].passed for name in names)
            click.echo(f"  {module.number} {module.title}: {passed}/{len(names)}")
        if status.place is not None:
            click.echo(f"You were at {named(session.course, status.place)}.")
        if due := session.reviews():
            what = "An exercise is" if len(due) == 1 else f"{len(due)} exercises are"
            click.echo(f"{what} due for review: `gradschool review`.")
        if status.next is not None:
            click.echo(f"Next: {named(session.course, status.next)}. `gradschool` goes there.")
        for notice in session.notices:
            click.echo(notice, err=True)
