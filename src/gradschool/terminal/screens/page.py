"""What every page of the course has in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from typing_extensions import override

from gradschool.terminal.widgets.bars import KeyBar, TopBar

if TYPE_CHECKING:
    from gradschool.session import Session
    from gradschool.terminal.app import GradschoolApp

WIDE = 110  # columns from which two things stand side by side


class CoursePage(Screen[None]):
    """A full-screen page: a line that says where you are, the page's own body, a line of keys."""

    @property
    def gradschool(self) -> GradschoolApp:
        """The app this page belongs to."""
        return cast("GradschoolApp", self.app)

    @property
    def session(self) -> Session:
        """The learner's session: the only source of everything that is shown."""
        return self.gradschool.session

    @override
    def compose(self) -> ComposeResult:
        # Said before anything stands on the page: said later, all of it would be styled a second time.
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow", update=False)
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def body(self) -> Iterable[Widget]:
        """The page's own widgets."""
        raise NotImplementedError

    def show_trail(self, *trail: str) -> None:
        """Say where the learner is, and how far."""
        status = self.gradschool.attempt(self.session.status)
        right = f"{status.passed} of {status.total} solved" if status else ""
        self.query_one(TopBar).show(trail, right)

    def leave(self) -> None:
        """Write down whatever is not written yet: the app calls this before it goes anywhere else."""

    def interrupt(self) -> bool:
        """Stop what is running on this page. False if nothing was."""
        return False
