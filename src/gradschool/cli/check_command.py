"""`gradschool check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gradschool.model import Exercise, Outcome, Report

if TYPE_CHECKING:
    from gradschool.session import Session


@click.command("check")
@click.argument("exercise")
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.pass_context
def command(context: click.Context, exercise: str, file: str | None, as_json: bool) -> None:
    """Judge an answer to EXERCISE: FILE, `-` for standard input, or your working copy.

    Exit status: 0 passed, 1 not passed, 2 used wrongly, 3 broken (our fault).
    """
    from gradschool.cli.choosing import an_exercise
    from gradschool.session import open_session

    with open_session(background=True) as session:
        chosen = an_exercise(session.course, exercise)
        name, code = _read(file, chosen.id)
        report = session.submit(chosen.id, code, name)
        show(report, chosen, as_json=as_json)
        if not as_json:
            _show_way(session, chosen, report)
        for problem in (*session.notices, *session.problems()):
            click.echo(problem, err=True)
        context.exit(status_of(report))


def _show_way(session: Session, exercise: Exercise, report: Report) -> None:
    """Where a question leads that is no exercise: into its lesson, or to where a module begins for this learner."""
    place = session.follows(report) if exercise.role != "practice" else None
    if place is not None:
        lesson = session.course.lessons[place.id]
        word = "Start" if exercise.role == "placement" else "Read on"
        click.echo(f"\n{word} with lesson {lesson.number}, {lesson.title}: `gradschool read {lesson.id}`.")


def _read(file: str | None, exercise: str) -> tuple[str, str]:
    from gradschool.errors import NotFound
    from gradschool.progress import home_folder
    from gradschool.workspace import Workspace, decode, read

    if file == "-":
        return "standard input", decode(sys.stdin.buffer.read(), "standard input")
    if file is None:
        path = Workspace(home_folder()).path(exercise)
        if not path.exists():
            raise NotFound(exercise, "you have no working copy of it yet", f"`gradschool open {exercise}` makes one.")
        return path.name, read(path)
    return Path(file).name, read(Path(file))


def show(report: Report, exercise: Exercise, *, as_json: bool = False) -> None:
    """Print a report: as an object, as colored text in a terminal, as plain text elsewhere."""
    from gradschool.render import report as rendering

    encoding = sys.stdout.encoding or "utf-8"
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(rendering.report_json(report)).decode())
    elif sys.stdout.isatty():
        from gradschool.cli.printing import console

        step = next_step(report, exercise)
        console().print(rendering.report_text(report, console().width, step, exercise.kind, encoding))
    else:
        click.echo(rendering.report_plain(report, 100, next_step(report, exercise), exercise.kind, encoding))


def next_step(report: Report, exercise: Exercise) -> str:
    """What one can do now, in one line."""
    if report.outcome is Outcome.PASSED:
        return f"`gradschool solution {exercise.id}` shows ours beside yours."
    if report.outcome is Outcome.BROKEN or exercise.role != "practice":
        return ""
    return f"`gradschool hint {exercise.id}` helps a little."


def status_of(report: Report) -> int:
    """The exit status that a report stands for."""
    return {Outcome.PASSED: 0, Outcome.BROKEN: 3}.get(report.outcome, 1)
