"""A click group that knows its commands by name and imports only the one that is called."""

from __future__ import annotations

import difflib
from importlib import import_module

import click

# name → what it does, so that `--help` imports none of them.
COMMANDS = {
    "web": "The course in your browser.",
    "list": "Modules, lessons and exercises, and how far you are.",
    "status": "How far you are, and what comes next.",
    "read": "Read a lesson.",
    "glossary": "What the words of the course mean.",
    "explore": "An interactive picture, as text.",
    "run": "Run the examples of a lesson, a module, or all of them.",
    "check": "Judge an answer.",
    "hint": "The next hint of an exercise.",
    "solution": "The solution, after a pass or after real attempts.",
    "open": "A working copy of an exercise in your editor.",
    "watch": "Judge a file each time you save it.",
    "review": "What is due to be solved once more.",
    "reset": "Start an exercise, a lesson or everything over.",
    "export": "Lessons as notebooks or scripts, or your progress as a file.",
    "import": "Merge an exported progress file into yours.",
    "verify": "Prove the course: for its authors.",
    "new": "Scaffold a lesson or an exercise: for authors.",
    "doctor": "What works on this machine, and which walls hold.",
}


class LazyGroup(click.Group):
    """Commands live in `gradschool.cli.<name>_command`, each as `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order that a learner meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in COMMANDS:
            near = difflib.get_close_matches(cmd_name, COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {cmd_name!r}.{hint}", ctx)
        module = import_module(f"gradschool.cli.{cmd_name}_command")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of `--help`, from the names alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
