"""`gradschool solution`."""

from __future__ import annotations

import click


@click.command("solution")
@click.argument("exercise")
@click.option("--alone", is_flag=True, help="Only the solution, without your own code beside it.")
def command(exercise: str, alone: bool) -> None:
    """The solution of EXERCISE beside your own: after a pass, or after three attempts that differ."""
    from gradschool.cli.choosing import an_exercise
    from gradschool.cli.printing import console, print_code
    from gradschool.render.code import Diff
    from gradschool.session import open_session

    with open_session(background=True) as session:
        chosen = an_exercise(session.course, exercise)
        solution = session.solution(chosen.id)
        attempts = session.attempts(chosen.id)
        if alone or not attempts:
            print_code(solution)
        else:
            console().print(Diff(attempts[0].code, solution))
