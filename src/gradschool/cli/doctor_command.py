"""`gradschool doctor`."""

from __future__ import annotations

import platform
import shutil
import sys

import click

from gradschool.cli.listing import mark


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """What works on this machine: Python, torch, the progress file, and which walls hold around judged code."""
    from gradschool import worker
    from gradschool.errors import GradschoolError
    from gradschool.progress import Store, home_folder
    from gradschool.worker.walls import examine_walls

    facts: list[tuple[str, bool, str]] = []
    fits = sys.version_info >= (3, 11)
    facts.append(("Python", fits, f"{platform.python_version()} on {platform.system()} {platform.machine()}"))
    try:
        with worker.own() as warm:
            found = examine_walls(warm)
        facts.append(("torch", True, str(found.pop("torch"))))
        facts.append(("accelerator", True, str(found.pop("accelerator"))))
        facts += [(name, bool(held[0]), str(held[1])) for name, held in found.items()]
    except GradschoolError as error:
        facts.append(("warm process", False, str(error)))
    home = home_folder()
    try:
        with Store.open() as store:
            faults = (*store.notices, *store.check())
        facts.append(("progress", not faults, "; ".join(faults) or f"{home}, sound"))
    except GradschoolError as error:
        facts.append(("progress", False, str(error)))
    free = shutil.disk_usage(home if home.exists() else home.anchor).free
    facts.append(("free space", free > 100 << 20, f"{free / 2**30:.1f} GiB"))
    _show(facts, as_json)
    context.exit(0 if all(held for _, held, _ in facts) else 1)


def _show(facts: list[tuple[str, bool, str]], as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps({name: {"holds": held, "detail": detail} for name, held, detail in facts}))
        return
    for name, held, detail in facts:
        click.echo(
            f"{click.style(mark('passed' if held else 'failed'), fg='green' if held else 'red')} {name:22} {detail}"
        )
