"""`gradschool run`."""

from __future__ import annotations

import click

from gradschool.cli.listing import mark


@click.command("run")
@click.argument("things", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="The whole curriculum.")
@click.option("--mine", is_flag=True, help="Your changed versions of the examples instead of the lessons' own.")
@click.option("--quiet", is_flag=True, help="Only the progress, not the output of the examples.")
@click.pass_context
def command(context: click.Context, things: tuple[str, ...], everything: bool, mine: bool, quiet: bool) -> None:
    """Run the examples of lessons or modules with their output. Exit status 1 if one fails that should not."""
    from gradschool.cli.running import Failure, run_lesson
    from gradschool.content import find
    from gradschool.errors import UsageError
    from gradschool.model import Exercise, Module
    from gradschool.session import open_session

    with open_session() as session:
        course = session.course
        if everything == bool(things):
            raise UsageError("run", "name lessons or modules, or --all", "For example `gradschool run broadcasting`.")
        lessons: dict[str, None] = {}
        for word in things:
            found = find(course, word)
            if isinstance(found, Exercise):
                raise UsageError(word, "this is an exercise", f"`gradschool check {found.id}` judges it.")
            lessons |= dict.fromkeys(found.lessons if isinstance(found, Module) else (found.id,))
        names = list(course.lessons) if everything else list(lessons)
        total = sum(len(session.page(name).examples) for name in names)
        ran, failures = 0, list[Failure]()
        for name in names:
            lesson = course.lessons[name]
            click.echo(click.style(f"\n{lesson.number} {lesson.title}", bold=True))
            count, found_failures = run_lesson(session, name, mine=mine, quiet=quiet)
            ran += count
            failures += found_failures
            filled = 30 * ran // max(total, 1)
            click.echo(click.style(f"[{'#' * filled}{'.' * (30 - filled)}] {ran} of {total} examples", dim=True))
        for failure in failures:
            click.echo(f"{mark('failed')} {failure.where}: {failure.what}", err=True)
        click.echo(f"{ran} examples, {len(failures)} failed.")
        context.exit(1 if failures else 0)
