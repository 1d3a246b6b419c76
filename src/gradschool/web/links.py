"""Where everything stands: addresses of pages, and the course's own links as addresses."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote

from gradschool.content.glossary import SCHEME
from gradschool.model import Course, Place
from gradschool.session.searching import Hit
from gradschool.session.status import places


class Links:
    """Addresses under one base path, which begins and ends with a slash."""

    def __init__(self, course: Course, base: str) -> None:
        self.course, self.base = course, base
        self._folders = {os.path.normpath(one.folder): self.lesson(one.id) for one in course.lessons.values()}
        self._folders |= {os.path.normpath(one.folder): self.exercise(one.id) for one in course.exercises.values()}
        self._places = list(places(course))

    def lesson(self, name: str) -> str:
        """A lesson's page."""
        return f"{self.base}lesson/{quote(name, safe='')}"

    def exercise(self, name: str) -> str:
        """An exercise's page."""
        return f"{self.base}exercise/{quote(name, safe='')}"

    def resolved(self, target: str, folder: str) -> str:
        """The page that a link written in `folder` leads to; "" if none does."""
        if target.startswith(f"{SCHEME}:"):
            return self._word(target.removeprefix(f"{SCHEME}:"))
        path = Path(os.path.normpath(Path(folder, unquote(target.partition("#")[0]))))
        if path.name in ("lesson.md", "task.md"):
            path = path.parent
        return self._folders.get(str(path), "")

    def named(self, place: Place) -> dict[str, str]:
        """A place: its address, number and title."""
        thing = self.course.lessons[place.id] if place.kind == "lesson" else self.course.exercises[place.id]
        url = self.lesson(place.id) if place.kind == "lesson" else self.exercise(place.id)
        return {"kind": place.kind, "id": place.id, "number": thing.number, "title": thing.title, "url": url}

    def around(self, place: Place) -> tuple[dict[str, str] | None, dict[str, str] | None]:
        """What stands before and after a place in reading order."""
        at = next((i for i, one in enumerate(self._places) if (one.kind, one.id) == (place.kind, place.id)), None)
        if at is None:
            return None, None
        before = self.named(self._places[at - 1]) if at else None
        return before, self.named(self._places[at + 1]) if at + 1 < len(self._places) else None

    def hit(self, hit: Hit) -> dict[str, str]:
        """What a search found, with its address."""
        url = {"lesson": self.lesson, "exercise": self.exercise}.get(hit.kind, self._word)(hit.id)
        facts = {"kind": hit.kind, "id": hit.id, "number": hit.number, "title": hit.title, "where": hit.where}
        return facts | {"url": url}

    def _word(self, name: str) -> str:
        return f"{self.base}glossary#{quote(name, safe='')}"
