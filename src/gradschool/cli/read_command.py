"""`gradschool read`."""

from __future__ import annotations

import click


@click.command("read")
@click.argument("lesson")
@click.option("--run", "live", is_flag=True, help="Run the examples too, and print what they print.")
def command(lesson: str, live: bool) -> None:
    """Read LESSON here, with its examples and exercises. The app (`gradschool`) lets you change them."""
    from gradschool.cli.choosing import a_lesson
    from gradschool.cli.pages import print_block
    from gradschool.cli.printing import console
    from gradschool.session import open_session

    with open_session() as session:
        chosen = a_lesson(session.course, lesson)
        page = session.page(chosen.id)
        session.open_lesson(chosen.id)
        console().rule(f"[bold]{chosen.number} {page.title}")
        for block in page.blocks:
            print_block(session, chosen.id, block, live=live)
        session.mark_read(chosen.id)
        for problem in session.problems():
            click.echo(problem, err=True)
