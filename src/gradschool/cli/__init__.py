"""The command line: one file per verb, imported when it is called."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from gradschool.cli.lazy import LazyGroup
from gradschool.errors import ContentError, GradschoolError, WorkerError

PASSED, NOT_PASSED, WRONG_USE, BROKEN = 0, 1, 2, 3


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Lessons and exercises answer to their id and to their number: `softmax`, `1.10`.",
)
@click.option("--plain", is_flag=True, help="A numbered menu instead of the app: for screen readers and pipes.")
@click.version_option(package_name="gradschool", prog_name="gradschool")
@click.pass_context
def cli(context: click.Context, plain: bool) -> None:
    """Learn PyTorch by doing, on your own machine.

    Without a command it opens the tutorial.
    """
    if context.invoked_subcommand is not None:
        return
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        from gradschool.cli.plain import run_menu

        context.exit(run_menu())
    from gradschool import terminal
    from gradschool.session import open_session

    with open_session() as session:
        context.exit(terminal.run(session))


def main() -> NoReturn:
    """Run a command and exit with its status: 0 passed, 1 not passed, 2 used wrongly, 3 broken (our fault)."""
    try:
        status = cli.main(prog_name="gradschool", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        status = 130
    except BrokenPipeError:
        # Whoever read our output has enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = PASSED
    except GradschoolError as error:
        click.echo(str(error), err=True)
        status = BROKEN if isinstance(error, ContentError | WorkerError) else WRONG_USE
    sys.exit(status if isinstance(status, int) else PASSED)
