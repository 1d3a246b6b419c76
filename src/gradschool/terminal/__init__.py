"""The terminal app: the course as full-screen pages. Importing this room is free; `run` loads the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradschool.session import Session


def run(session: Session) -> int:
    """Open the app on `session` and stay until the learner quits. Returns the exit status."""
    import os

    from gradschool.terminal.background import asking

    with asking(os.environ) as light:
        from gradschool.terminal.app import GradschoolApp
    return GradschoolApp(session, light=light[0] if light else None).run() or 0
