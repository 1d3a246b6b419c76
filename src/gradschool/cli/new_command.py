"""`gradschool new`."""

from __future__ import annotations

from pathlib import Path

import click

from gradschool.model import Kind


@click.group("new")
def command() -> None:
    """Scaffold a lesson or an exercise: a commented folder that `gradschool verify` already accepts."""


@command.command("lesson")
@click.argument("module")
@click.argument("name")
@click.option("--title", help="The title; the name in words if you give none.")
def lesson(module: str, name: str, title: str | None) -> None:
    """A lesson called NAME in MODULE."""
    from gradschool.content import default_folder, find
    from gradschool.content.course import read_course
    from gradschool.content.scaffold import new_lesson

    course, _ = read_course()
    parent = find(course, module)
    folder = new_lesson(Path(default_folder()), parent.id, name, title or _words(name))
    click.echo(f"Made {folder}. Now list it in course.toml, where it should stand:")
    click.echo(f'\n[[modules.lessons]]\nid = "{name}"\nnumber = "…"\nexercises = []')


@command.command("exercise")
@click.argument("lesson")
@click.argument("name")
@click.option("--title", help="The title; the name in words if you give none.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default="implement", show_default=True)
def exercise(lesson: str, name: str, title: str | None, kind: str) -> None:
    """An exercise called NAME in LESSON."""
    from gradschool.cli.choosing import a_lesson
    from gradschool.content import default_folder
    from gradschool.content.course import read_course
    from gradschool.content.scaffold import new_exercise

    course, _ = read_course()
    parent = a_lesson(course, lesson)
    root = Path(default_folder())
    folder = new_exercise(root, parent.module, parent.id, name, title or _words(name), Kind(kind))
    click.echo(f"Made {folder}. Now list it in course.toml, under {parent.id}:")
    click.echo(f'\n{{ number = "…", id = "{name}" }}')
    click.echo(f"\nand link it from lesson.md, as a paragraph of its own: [{title or _words(name)}]({name}/)")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
