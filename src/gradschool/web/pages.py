"""What the templates show: the course and the learner's progress as plain values, the prose as HTML."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from gradschool import __version__
from gradschool.errors import NotFound
from gradschool.model import Block, Example, Exercise, ExerciseLink, ExplorerLink, Item, Lesson, Place, Prose, Term
from gradschool.render import html
from gradschool.render.spans import since
from gradschool.session import Session
from gradschool.session.exploring import settings_line
from gradschool.session.filling import read
from gradschool.session.searching import search
from gradschool.session.status import Status
from gradschool.web.links import Links

_TEMPLATES = Path(__file__).parent / "templates"
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def revision(text: str) -> str:
    """What stands for a text: the same in every tab, in the terminal, and after a restart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def data(value: Any) -> Markup:
    """A value for a `<script type="application/json">`, which nothing inside can end."""
    return Markup(msgspec.json.encode(value).decode().translate(_ESCAPES))


class Pages:
    """Every page as HTML. Any thread may call.

    Args:
        session: the learner's session.
        base: the path that everything stands under; begins and ends with a slash.
        server: a word that is another one after each start.
    """

    def __init__(self, session: Session, base: str, server: str) -> None:
        self.session, self.course, self.base, self.server = session, session.course, base, server
        self.links = Links(session.course, base)
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self._environment.filters["inline"] = lambda text: Markup(html.inline(text))
        self._environment.globals.update(base=base, version=__version__, server=server, data=data)

    def prepare(self) -> None:
        """Read and import what the first page needs, beside the start: most begin with the map or in a lesson."""
        html.prose("`x` $x$")
        html.program("x")
        for template in ("page.html", "map.html", "lesson.html", "parts.html"):
            self._environment.get_template(template)

    def _page(self, template: str, kind: str, name: str, look: dict[str, str], **values: Any) -> str:
        chosen = self._environment.get_template(template)
        return chosen.render(kind=kind, name=name, notices=self.session.notices, **look, **values)

    # ------------------------------------------------------------------ the map

    def map(self, look: dict[str, str]) -> str:
        """All modules, lessons and exercises, and how far the learner is."""
        status = self.session.status()
        modules = [
            {
                "module": module,
                "lessons": [self._row(self.course.lessons[name], status) for name in module.lessons],
                "placement": self.links.exercise(module.placement) if module.placement else "",
            }
            for module in self.course.modules.values()
        ]
        follows = self.links.named(status.next) if status.next is not None else None
        due = [
            self.links.named(Place("exercise", one.exercise)) | {"solved": since(one.solved)}
            for one in self.session.reviews()
        ]
        return self._page("map.html", "map", "", look, modules=modules, status=status, next=follows, due=due)

    def _row(self, lesson: Lesson, status: Status) -> dict[str, Any]:
        names = [name for name in lesson.exercises if name in self.course.exercises]
        exercises = [self.course.exercises[name] for name in names]
        needs = dict.fromkeys(need for exercise in exercises for need in exercise.needs)
        order = list(self.course.lessons)
        return {
            "lesson": lesson,
            "state": lesson_state(status, lesson.id),
            "url": self.links.lesson(lesson.id),
            "needs": [self.course.lessons[need] for need in needs if order.index(need) < order.index(lesson.id)],
            "exercises": [
                {"exercise": one, "state": exercise_state(status, one.id), "url": self.links.exercise(one.id)}
                for one in exercises
            ],
        }

    # ------------------------------------------------------------------ a lesson

    def lesson(self, name: str, look: dict[str, str]) -> str:
        """A lesson with the learner's versions of its examples.

        Raises:
            NotFound: there is none of that name.
        """
        lesson = self.course.lessons.get(name)
        if lesson is None:
            raise NotFound(name[:80], "there is no such lesson", "The map shows all there are.")
        status = self.session.status()
        page = self.session.page(name)
        blocks = [self._block(lesson, block, status) for block in page.blocks]
        before, after = self.links.around(Place("lesson", name))
        values = {"lesson": lesson, "module": self.course.modules[lesson.module], "blocks": blocks}
        return self._page("lesson.html", "lesson", name, look, before=before, after=after, title=page.title, **values)

    def _block(self, lesson: Lesson, block: Block, status: Status) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": type(block).__name__, "block": block}
        if isinstance(block, Prose):
            told["html"] = Markup(_prose(self.links, block.markdown, lesson.folder))
        elif isinstance(block, Example):
            told |= self._example(lesson, block, status)
        elif isinstance(block, ExerciseLink):
            exercise = self.course.exercises[block.exercise]
            told |= {"exercise": exercise, "state": exercise_state(status, exercise.id)}
            told["url"] = self.links.exercise(exercise.id)
            if exercise.role == "opening":  # answered where it stands
                told |= {"kind": "Opening", "task": self._task(exercise), **self._questions(exercise)}
        elif isinstance(block, ExplorerLink):
            told["data"] = {"name": block.name, "settings": block.settings, "text": block.text}
            told["words"] = settings_line(block.settings)
        return told

    def _example(self, lesson: Lesson, example: Example, status: Status) -> dict[str, Any]:
        code = self.session.example_code(lesson.id, example.index) if example.evaluated else example.code
        ran = example.index in status.lessons[lesson.id].examples_run
        facts = {"code": code, "original": example.code, "stated": example.output, "revision": revision(code)}
        return {"html": Markup(html.program(code)), "data": facts | {"ran": ran}}

    # ------------------------------------------------------------------ an exercise

    def exercise(self, name: str, look: dict[str, str]) -> str:
        """An exercise with what the learner left in its editor.

        Raises:
            NotFound: there is none of that name.
        """
        exercise = self.course.exercises.get(name)
        if exercise is None:
            raise NotFound(name[:80], "there is no such exercise", "The map shows all there are.")
        status = self.session.status()
        texts = self.session.texts(name)
        before, after = self.links.around(Place("exercise", name))
        hints = [Markup(html.prose(hint.text)) for hint in self.session.hints_taken(name)]
        progress = status.exercises[name]
        waits = next((one for one in self.session.reviews() if one.exercise == name), None)
        values: dict[str, Any] = {"exercise": exercise, "lesson": self.course.lessons[exercise.lesson]}
        values |= {"before": before, "after": after, "hints": hints, "total_hints": len(texts.hints)}
        values |= {"state": exercise_state(status, name), "open": progress.passed or progress.revealed}
        if waits is not None:
            values |= {"solved": since(waits.solved), "begun": waits.begun}
        values["task"] = self._task(exercise)
        values |= self._questions(exercise) if exercise.kind.asks else self._program(exercise)
        return self._page("exercise.html", "exercise", name, look, **values)

    def _task(self, exercise: Exercise) -> Markup:
        return Markup(_prose(self.links, self.session.texts(exercise.id).task, exercise.folder))

    def _program(self, exercise: Exercise) -> dict[str, Any]:
        code = self.session.draft(exercise.id)
        facts = {"code": code, "starter": self.session.texts(exercise.id).starter, "revision": revision(code)}
        return {"html": Markup(html.program(code)), "facts": facts | {"entry": exercise.entry}}

    def _questions(self, exercise: Exercise) -> dict[str, Any]:
        code = self.session.draft(exercise.id)
        given, items = read(code), self.session.texts(exercise.id).items
        asked = [self._item(exercise, item, given.get(item.name, "")) for item in items]
        names = [{"name": item.name, "choices": [{"letter": one.letter} for one in item.choices]} for item in items]
        return {"items": asked, "facts": {"answers": given, "revision": revision(code), "items": names}}

    def _item(self, exercise: Exercise, item: Item, given: str) -> dict[str, Any]:
        choices = [(one.letter, Markup(html.inline(one.text))) for one in item.choices]
        asked = Markup(_prose(self.links, item.question, exercise.folder))
        code = Markup(html.program(item.code)) if item.code else ""
        return {"name": item.name, "question": asked, "code": code, "choices": choices, "given": given}

    # ------------------------------------------------------------------ the rest

    def glossary(self, look: dict[str, str]) -> str:
        """The words of the field, in the course's own sentences, from A to Z."""
        words = [self._word(term) for term in self.session.glossary().values()]
        words.sort(key=lambda word: str(word["term"]).casefold())
        return self._page("glossary.html", "glossary", "", look, words=words)

    def _word(self, term: Term) -> dict[str, Any]:
        lesson = self.course.lessons[term.lesson]
        meaning = Markup(_prose(self.links, term.definition, lesson.folder))
        names = ", ".join((term.name, *term.forms))
        return {"id": term.slug, "term": names, "html": meaning, "lesson": self.links.named(Place("lesson", lesson.id))}

    def meanings(self) -> dict[str, str]:
        """The glossary as search wants it: each word's id and its text."""
        return {slug: term.definition for slug, term in self.session.glossary().items()}

    def search(self, typed: str, look: dict[str, str]) -> str:
        """What fits a few letters."""
        found = [self.links.hit(hit) for hit in search(self.course, typed[:200], self.meanings())]
        return self._page("search.html", "search", "", look, typed=typed[:200], found=found)

    def help(self, look: dict[str, str]) -> str:
        """The keys."""
        return self._page("help.html", "help", "", look)

    def said(self, title: str, what: str, look: dict[str, str], repair: str = "") -> str:
        """A page that says one thing."""
        return self._page("said.html", "said", "", look, title=title, what=what, repair=repair)

    def entrance(self, look: dict[str, str], wrong: bool) -> str:
        """The page that asks for the password."""
        return self._page("entrance.html", "entrance", "", look, wrong=wrong)


def exercise_state(status: Status, name: str) -> str:
    """open, partly or passed."""
    progress = status.exercises[name]
    return "passed" if progress.passed else "partly" if progress.attempts else "open"


def lesson_state(status: Status, name: str) -> str:
    """open, partly or passed."""
    progress = status.lessons[name]
    return "passed" if progress.read else "partly" if progress.opened else "open"


@lru_cache(maxsize=4096)
def _prose(links: Links, markdown: str, folder: str) -> str:
    return html.prose(markdown, lambda target: links.resolved(target, folder))
