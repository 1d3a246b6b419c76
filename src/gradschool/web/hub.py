"""What all tabs share: who is here, what runs, which text is the latest, and what everybody must hear."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import RLock
from typing import TypeVar

import anyio
from anyio.abc import TaskGroup
from anyio.to_thread import run_sync

from gradschool.errors import NotFound, StorageError
from gradschool.session import Session
from gradschool.session.filling import read, written
from gradschool.web import protocol
from gradschool.web.outbox import Outbox
from gradschool.web.pages import Pages, exercise_state, lesson_state, revision

LEFT_SECONDS = 30.0  # after so long without a tab, what runs in a lesson is interrupted
_THREADS = 256  # a run holds one while it lasts; twenty tabs hold twenty
T = TypeVar("T")


class Tab:
    """One open page, as long as its socket lives."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self.name = ""
        self.lesson = ""

    def send(self, reply: protocol.Reply) -> None:
        """Put a message on its way."""
        self.outbox.put(reply)


class Hub:
    """The meeting point of all tabs.

    Args:
        session: the learner's session.
        pages: for what is sent as HTML.
        server: a word that is another one after each start.
    """

    def __init__(self, session: Session, pages: Pages, server: str) -> None:
        self.session, self.pages, self.server = session, pages, server
        self.tabs: set[Tab] = set()
        self.running: dict[str, int] = {}  # lesson → the example that runs
        self.paused: set[str] = set()
        self._saving = RLock()  # read, compare, write: one text at a time
        self._last: dict[tuple[str, str], str] = {}  # (tab, place) → the revision that this tab wrote last
        self._tasks: TaskGroup | None = None
        self._threads = anyio.CapacityLimiter(_THREADS)
        self._warmed = self._closing = False

    # ------------------------------------------------------------------ its life

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """As long as the server runs. At the end, what runs is ended too."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            tasks.start_soon(run_sync, self.pages.prepare)
            try:
                yield
            finally:
                self._closing = True
                with anyio.CancelScope(shield=True):
                    await run_sync(self.session.close)
                tasks.cancel_scope.cancel()

    async def warm(self) -> None:
        """Start the warm process, once the first page is out."""
        if not self._warmed:
            self._warmed = True
            self.session.warm()

    async def thread(self, call: Callable[[], T]) -> T:
        """Do what blocks, beside everything else; then say what could not be kept."""
        try:
            return await run_sync(call, limiter=self._threads)
        finally:
            self.say_problems()

    def start(self, task: Callable[[], object]) -> None:
        """Begin something that goes on when its tab is gone."""
        if self._tasks is not None:
            self._tasks.start_soon(task)  # type: ignore[arg-type]

    # ------------------------------------------------------------------ who is here

    def join(self, tab: Tab) -> None:
        """A tab is open."""
        self.tabs.add(tab)

    def leave(self, tab: Tab) -> None:
        """A tab is gone. What runs in its lesson goes on for a while: the page may be loaded anew."""
        self.tabs.discard(tab)
        for key in [key for key in self._last if key[0] == tab.name]:
            if not any(other.name == tab.name for other in self.tabs):
                del self._last[key]
        if tab.lesson in self.running and not self._watched(tab.lesson):
            self.start(lambda: self._interrupt_later(tab.lesson))

    def _watched(self, lesson: str) -> bool:
        return any(tab.lesson == lesson for tab in self.tabs)

    async def _interrupt_later(self, lesson: str) -> None:
        await anyio.sleep(LEFT_SECONDS)
        if lesson in self.running and not self._watched(lesson):
            await self.thread(lambda: self.session.interrupt(lesson))

    def tell(self, reply: protocol.Reply, besides: Tab | None = None) -> None:
        """Say something to every tab but one."""
        for tab in self.tabs:
            if tab is not besides:
                tab.send(reply)

    def say_problems(self) -> None:
        """Tell everybody what could not be kept."""
        if not self._closing:
            for problem in self.session.problems():
                self.tell(protocol.Problem(0, problem))

    # ------------------------------------------------------------------ what runs

    def runs(self, lesson: str, index: int) -> None:
        """An example has begun."""
        self.running[lesson] = index
        self.tell(protocol.Running(0, lesson, index, "running"))

    def froze(self, lesson: str, paused: bool) -> None:
        """What runs in a lesson was paused, or goes on."""
        if lesson in self.running and paused != (lesson in self.paused):
            (self.paused.add if paused else self.paused.discard)(lesson)
            self.tell(protocol.Running(0, lesson, self.running[lesson], "paused" if paused else "running"))

    def rests(self, lesson: str) -> None:
        """Nothing runs in the lesson any more."""
        self.paused.discard(lesson)
        index = self.running.pop(lesson, None)
        if index is not None:
            self.tell(protocol.Running(0, lesson, index, "idle"))

    # ------------------------------------------------------------------ texts

    def code_of(self, place: str, code: str | None, answers: dict[str, str] | None) -> str:
        """The text that a page sent: code, or answers to questions as the file that holds them."""
        if answers is None:
            return code or ""
        items = self.session.texts(self._exercise(place)).items
        return written([item.name for item in items], answers)

    def kept(self, place: str) -> str:
        """The text as it stands."""
        lesson, index = self._example(place)
        return self.session.example_code(lesson, index) if lesson else self.session.draft(self._exercise(place))

    def save(self, tab: str, draft: protocol.Draft) -> protocol.Saved:
        """Keep a text. If it replaces one that the tab did not know, that one is handed back.

        Raises:
            NotFound: the course has no such place.
            StorageError: the disk refused it.
        """
        code = self.code_of(draft.place, draft.code, draft.answers)
        with self._saving:
            before = self.kept(draft.place)
            known = {draft.seen, self._last.get((tab, draft.place), "")}
            self._write(draft.place, code)
            now = revision(code)
            self._last[tab, draft.place] = now
        earlier = before if draft.seen and before != code and revision(before) not in known else None
        return protocol.Saved(0, draft.place, now, earlier=earlier)

    def revert(self, tab: str, place: str) -> protocol.Saved:
        """Back to the text of the course."""
        lesson, index = self._example(place)
        if lesson:
            examples = {one.index: one.code for one in self.session.page(lesson).examples}
            if index not in examples:
                raise NotFound(place, "there is no such example", "Load the page again.")
            code = examples[index]
        else:
            code = self.session.texts(self._exercise(place)).starter
        with self._saving:
            before = self.kept(place)
            self._write(place, code)
            self._last[tab, place] = revision(code)
        earlier = before if before != code else None
        return protocol.Saved(0, place, revision(code), code, earlier, self.answers_of(place, code))

    async def begin_review(self, exercise: str) -> None:
        """Put an exercise's answer aside and its starter back, in every tab that shows it.

        Raises:
            NotFound: the course has no such exercise.
            NotYet: it was not solved yet.
        """
        place = f"exercise/{exercise}"
        self._exercise(place)

        def begin() -> bool:
            with self._saving:
                return self.session.begin_review(exercise).fresh

        if await self.thread(begin):
            code = await self.thread(lambda: self.kept(place))
            self.tell(protocol.DraftChanged(0, place, code, revision(code), "", self.answers_of(place, code)))

    def places_of(self, kind: str, name: str) -> list[str]:
        """The texts that belong to an exercise or a lesson."""
        if kind == "exercise":
            return [f"exercise/{name}"]
        return [f"lesson/{name}/{example.index}" for example in self.session.page(name).examples]

    def answers_of(self, place: str, code: str) -> dict[str, str] | None:
        """The answers in a file of answers; None for a program."""
        exercise = self.session.course.exercises.get(place.removeprefix("exercise/"))
        return read(code) if exercise is not None and exercise.kind.asks else None

    def _write(self, place: str, code: str) -> None:
        lesson, index = self._example(place)
        if lesson:
            self.session.save_example(lesson, index, code)
        else:
            self.session.save_draft(self._exercise(place), code)
        # The session goes on where the disk refuses; a page must not take the text for kept.
        if _comparable(self.kept(place)) != _comparable(code):
            raise StorageError("", "this could not be kept", "It stays in this page, which tries again.")

    def _example(self, place: str) -> tuple[str, int]:
        """The lesson and number of `lesson/ID/INDEX`; "" for an exercise's place."""
        kind, _, rest = place.partition("/")
        lesson, _, index = rest.partition("/")
        if kind != "lesson":
            return "", 0
        if lesson not in self.session.course.lessons or not index.isdecimal() or len(index) > 4:
            raise NotFound(place[:80], "there is no such example", "Load the page again.")
        return lesson, int(index)

    def _exercise(self, place: str) -> str:
        kind, _, name = place.partition("/")
        if kind != "exercise" or name not in self.session.course.exercises:
            raise NotFound(place[:80], "there is no such exercise", "Load the page again.")
        return name

    # ------------------------------------------------------------------ progress

    def progress(self, kind: str, name: str) -> protocol.Progress:
        """How far the learner is with a lesson or an exercise, for every map that is open."""
        status = self.session.status()
        if kind == "lesson":
            return protocol.Progress(0, "lesson", name, lesson_state(status, name), status.passed, status.total)
        return protocol.Progress(0, "exercise", name, exercise_state(status, name), status.passed, status.total)

    async def say_progress(self, kind: str, name: str) -> None:
        """Tell every tab."""
        with contextlib.suppress(StorageError):
            self.tell(await self.thread(lambda: self.progress(kind, name)))


def _comparable(code: str) -> str:
    return code.encode("utf-8", "backslashreplace").decode()
