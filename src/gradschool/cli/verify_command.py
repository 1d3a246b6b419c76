"""`gradschool verify`."""

from __future__ import annotations

import click

from gradschool.cli.listing import mark


@click.command("verify")
@click.argument("things", nargs=-1)
@click.option("--quiet", is_flag=True, help="Only problems and counts.")
@click.pass_context
def command(context: click.Context, things: tuple[str, ...], quiet: bool) -> None:
    """Prove the course, or the modules, lessons and exercises that you name: exit status 1 if anything fails."""
    from gradschool import worker
    from gradschool.content import find
    from gradschool.content.course import read_course
    from gradschool.verify import verify

    course, faults = read_course()
    found = [find(course, word) for word in things]

    def told(name: str, held: bool) -> None:
        if not quiet:
            click.echo(f"{mark('passed' if held else 'failed')} {name}")

    with worker.own() as warm:
        verdict = verify(course, warm, found, told)
    problems = {str(problem): problem for problem in ([*faults, *verdict.problems] if not found else verdict.problems)}
    for problem in problems.values():
        click.echo(f"{mark('failed')} {problem}", err=True)
    counts = verdict.counts
    click.echo(
        f"{counts.lessons} lessons, {counts.examples} examples, {counts.outputs} stated outputs, "
        f"{counts.exercises} exercises, "
        f"{counts.mistakes} mistakes, {counts.accepted} accepted forms: "
        + (f"{len(problems)} problems." if problems else "all hold.")
    )
    context.exit(1 if problems else 0)
