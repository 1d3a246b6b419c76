"""`gradschool explore`."""

from __future__ import annotations

import click


@click.command("explore")
@click.argument("name", required=False)
@click.argument("settings", nargs=-1)
@click.option("--html", is_flag=True, help="Print the picture instead of the text.")
@click.pass_context
def command(context: click.Context, name: str | None, settings: tuple[str, ...], html: bool) -> None:
    """Show the explorer NAME with SETTINGS such as rows=3, as text. Without a NAME: what there is.

    Exit status 1 if the settings cannot be shown.
    """
    from gradschool.cli.pages import print_explorer
    from gradschool.session import open_session
    from gradschool.session.exploring import settings_of

    with open_session(background=True) as session:
        if name is None:
            for each in session.explorers():
                click.echo(f"{each.name:<16} {each.summary}")
                click.echo(click.style(f"{'':<16} {', '.join(each.settings)}", dim=True))
            return
        given = settings_of(settings)
        if html:
            view = session.explore(name, given)
            click.echo(view.error or view.html, err=bool(view.error))
            context.exit(1 if view.error else 0)
        context.exit(0 if print_explorer(session, name, given) else 1)
