"""`gradschool import`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Merge an exported progress FILE into yours. Nothing of yours is lost, nothing comes twice."""
    from gradschool.session import open_session

    with open_session() as session:
        came = session.store.import_from(file)
        click.echo(f"{came.attempts} attempts, {came.events} events, {came.drafts} drafts, {came.settings} settings.")
