"""`gradschool hint`."""

from __future__ import annotations

import click


@click.command("hint")
@click.argument("exercise")
@click.option("--again", is_flag=True, help="Show the hints that you took already, and take none.")
def command(exercise: str, again: bool) -> None:
    """The next hint of EXERCISE, from nudge to nearly there. Hints are counted."""
    from gradschool.cli.choosing import an_exercise
    from gradschool.cli.printing import print_markdown
    from gradschool.session import open_session

    with open_session() as session:
        chosen = an_exercise(session.course, exercise)
        if again:
            taken = session.hints_taken(chosen.id)
            for each in taken:
                click.echo(f"Hint {each.number} of {each.total}")
                print_markdown(each.text)
            if not taken:
                click.echo("You took none yet.")
            return
        hint = session.hint(chosen.id)
        if hint is None:
            click.echo("You took them all. `--again` shows them; `gradschool solution` opens after real attempts.")
            return
        click.echo(f"Hint {hint.number} of {hint.total}")
        print_markdown(hint.text)
        for problem in session.problems():
            click.echo(problem, err=True)
