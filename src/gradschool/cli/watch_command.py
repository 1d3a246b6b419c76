"""`gradschool watch`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("watch")
@click.argument("exercise")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def command(exercise: str, file: Path | None) -> None:
    """Judge FILE (or your working copy of EXERCISE) each time you save it, until Ctrl-C."""
    from gradschool.cli.check_command import show
    from gradschool.cli.choosing import an_exercise
    from gradschool.errors import UsageError
    from gradschool.progress import home_folder
    from gradschool.session import open_session
    from gradschool.workspace import Workspace, changes, read

    with open_session() as session:
        chosen = an_exercise(session.course, exercise)
        path = file or Workspace(home_folder()).open_copy(chosen.id, session.draft(chosen.id))
        saves = changes([path])  # from here on no save is missed
        click.echo(f"Watching {path}. Save it to have it judged; Ctrl-C ends.")
        session.warm()
        session.prepare(chosen.id)
        for changed in saves:
            click.echo()
            try:
                show(session.submit(chosen.id, read(changed), changed.name), chosen)
            except UsageError as error:
                click.echo(str(error), err=True)
            for problem in session.problems():
                click.echo(problem, err=True)
