"""`gradschool web`."""

from __future__ import annotations

import os

import click


@click.command("web")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port to listen on. Without it: 8714, or the next free."
)
@click.option("--no-open", is_flag=True, help="Print the address, but don't open a browser.")
@click.option(
    "--host", default="127.0.0.1", help="The address to listen on. Any but this machine's own needs a password."
)
@click.option("--base-url", default="/", help="The path, or the whole address, that a proxy puts in front.")
def command(port: int | None, no_open: bool, host: str, base_url: str) -> None:
    """The course in your browser: the same lessons, exercises and progress as in the terminal.

    It prints its address, which holds a token: whoever has it may come in. Ctrl-C ends it.
    """
    from gradschool.session import open_session
    from gradschool.web.server import Place, Studio

    place = Place(host, port, base_url)
    if not place.loopback:
        place = Place(host, port, base_url, _password())
        _warn(host)
    with open_session() as session, Studio(session, place) as studio:
        studio.serve(lambda: _say(studio.url, not no_open and place.loopback))
    click.echo("Ended. Everything is kept.")


def _password() -> str:
    """From the environment, or asked for: never from the command line, which every user of the machine can read."""
    from gradschool.errors import UsageError

    found = os.environ.get("GRADSCHOOL_PASSWORD", "")
    if not found:
        found = click.prompt("A password for whoever comes in", hide_input=True, confirmation_prompt=True)
    if len(found) < 8:
        raise UsageError("web", "the password is too short", "Take eight characters or more.")
    return str(found)


def _warn(host: str) -> None:
    click.echo(
        f"Listening on {host}: everybody who can reach this machine can see the entrance. Whoever has the password "
        "can run any code here, with your rights: read your files, and delete them. The connection is not encrypted. "
        "Do this only in a network that you trust, or behind a proxy that encrypts.",
        err=True,
    )


def _say(url: str, open_browser: bool) -> None:
    click.echo(f"The studio is open at {url}\nCtrl-C ends it.")
    if open_browser:
        import threading
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
