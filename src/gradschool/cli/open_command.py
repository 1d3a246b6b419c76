"""`gradschool open`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("open")
@click.argument("exercise")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Where to put the working copy.")
@click.option("--no-editor", is_flag=True, help="Make the working copy and print its path, open nothing.")
def command(exercise: str, folder: Path | None, no_editor: bool) -> None:
    """A working copy of EXERCISE in $EDITOR; judged when you close it. `gradschool watch` judges at every save."""
    import subprocess

    from gradschool.cli.check_command import show
    from gradschool.cli.choosing import an_exercise
    from gradschool.cli.printing import print_markdown
    from gradschool.progress import home_folder
    from gradschool.session import open_session
    from gradschool.workspace import Workspace, editor_command, read

    with open_session(background=True) as session:
        chosen = an_exercise(session.course, exercise)
        path = Workspace(home_folder(), folder).open_copy(chosen.id, session.draft(chosen.id))
        if no_editor:
            click.echo(path)
            return
        print_markdown(session.texts(chosen.id).task)
        before = path.stat().st_mtime_ns
        subprocess.run(editor_command(path), check=False)
        if path.stat().st_mtime_ns == before:
            click.echo(f"Nothing was changed. Your copy: {path}")
            return
        show(session.submit(chosen.id, read(path), path.name), chosen)
        click.echo(f"Your copy: {path}", err=True)
