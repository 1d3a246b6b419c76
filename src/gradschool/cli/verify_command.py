"""`gradschool verify`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from gradschool.cli.listing import mark
from gradschool.model import Course, Exercise, Lesson, Module
from gradschool.worker import AnyWorker


@click.command("verify")
@click.argument("things", nargs=-1)
@click.option("--quiet", is_flag=True, help="Only problems and counts.")
@click.option("--strength", "measured", is_flag=True, help="Also: what no mistake reaches, and which mutants survive.")
@click.pass_context
def command(context: click.Context, things: tuple[str, ...], quiet: bool, measured: bool) -> None:
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
        if measured:
            _measure(course, warm, found)
    problems = {str(problem): problem for problem in ([*faults, *verdict.problems] if not found else verdict.problems)}
    for problem in problems.values():
        click.echo(f"{mark('failed')} {problem}", err=True)
    counts = verdict.counts
    click.echo(
        f"{counts.lessons} lessons, {counts.examples} examples, {counts.outputs} stated outputs, "
        + (f"{counts.explorers} explorers, " if counts.explorers else "")
        + f"{counts.exercises} exercises, {counts.questions} quick questions, "
        f"{counts.mistakes} mistakes, {counts.accepted} accepted forms: "
        + (f"{len(problems)} problems." if problems else "all hold.")
    )
    context.exit(1 if problems else 0)


def _measure(course: Course, warm: AnyWorker, found: Sequence[Module | Lesson | Exercise]) -> None:
    """Print how strong the scenarios of each named exercise are."""
    from gradschool.judge import Judge
    from gradschool.verify.strength import strength

    with Judge(lambda: warm, course.exercises.__getitem__) as judge:
        for exercise in found:
            if not isinstance(exercise, Exercise) or exercise.kind.asks:
                continue
            seen = strength(exercise, judge)
            click.echo(f"\n{exercise.id}: {seen.tried} mutants of the solution, {len(seen.survivors)} survive")
            for mutant in seen.survivors:
                click.echo(f"  line {mutant.line}: {mutant.change}")
            for title in seen.idle:
                click.echo(f"  no mistake breaks: {title}")
            for slug, title in seen.threads:
                click.echo(f"  {slug} is caught only by: {title}")
