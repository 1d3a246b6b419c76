"""`gradschool export`."""

from __future__ import annotations

from pathlib import Path

import click

from gradschool.model import Course
from gradschool.session import Session


@click.command("export")
@click.argument("things", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every lesson.")
@click.option("--progress", type=click.Path(dir_okay=False, path_type=Path), help="Your progress, as one JSON file.")
@click.option("--format", "form", type=click.Choice(["ipynb", "py"]), default="ipynb", show_default=True)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where to put them.")
@click.option("--overwrite", is_flag=True, help="Also where a file was changed since it was written.")
def command(
    things: tuple[str, ...], everything: bool, progress: Path | None, form: str, folder: Path, overwrite: bool
) -> None:
    """Lessons as notebooks or percent scripts for Jupyter and editors, or your progress as a file."""
    from gradschool.errors import UsageError
    from gradschool.session import open_session

    with open_session() as session:
        if progress is not None:
            session.store.export_to(progress, overwrite)
            click.echo(f"Wrote {progress}. `gradschool import {progress}` merges it elsewhere.")
            return
        if everything == bool(things):
            raise UsageError("export", "name lessons or modules, --all, or --progress FILE", "")
        for name in _lessons(session.course, things, everything):
            click.echo(_write(session, name, folder, form, overwrite))


def _lessons(course: Course, things: tuple[str, ...], everything: bool) -> list[str]:
    from gradschool.content import find
    from gradschool.model import Exercise, Module

    if everything:
        return list(course.lessons)
    names: dict[str, None] = {}
    for word in things:
        found = find(course, word)
        if isinstance(found, Exercise):
            names[found.lesson] = None
        else:
            names |= dict.fromkeys(found.lessons if isinstance(found, Module) else (found.id,))
    return list(names)


def _write(session: Session, lesson: str, folder: Path, form: str, overwrite: bool) -> Path:
    from gradschool.content import read_page
    from gradschool.export import ExerciseExport, to_notebook, to_percent, write

    exercises = {}
    for name in session.course.lessons[lesson].asks:
        exercise, texts = session.course.exercises[name], session.texts(name)
        exercises[name] = ExerciseExport(exercise.number, exercise.title, texts.task, session.draft(name))
    page = read_page(session.course, lesson)  # as it is written: links to the glossary lead nowhere in Jupyter
    text = to_notebook(page, exercises) if form == "ipynb" else to_percent(page, exercises)
    path = folder / f"{session.course.lessons[lesson].number} {lesson}.{form}".replace(" ", "_")
    folder.mkdir(parents=True, exist_ok=True)
    write(path, text, overwrite)
    return path
