"""One learner at work: a course, their progress, a warm process, and the verbs that join them."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from gradschool.content import indexed_course
from gradschool.errors import GradschoolError, NotYet
from gradschool.model import Attempt, Course, ExerciseTexts, Explorer, Hint, Page, Place, Report, Term, View
from gradschool.progress import Store, home_folder
from gradschool.session.keeping import Keeper
from gradschool.session.status import Status, next_open, place_after

if TYPE_CHECKING:
    from gradschool.kernel import Completion, Event
    from gradschool.pictures import Pictures
    from gradschool.session.answers import Answers
    from gradschool.session.examples import Examples
    from gradschool.session.reviews import Begun, Review
    from gradschool.worker import AnyWorker


def open_session(home: Path | None = None, *, background: bool = False) -> Session:
    """Open the course and the learner's progress. Nothing is started until something has to run.

    Args:
        home: the folder of the progress; None for the learner's own.
        background: share the worker that waits in the background (one-shot commands) instead of starting one.

    Raises:
        ContentError: the course on disk is faulty.
        StorageError: the progress cannot be read.
    """
    folder = home_folder() if home is None else home
    return Session(indexed_course(str(folder / "contents.index")), Store.open(folder), background=background)


class Session:
    """The learner's verbs. Use it by `with`. Any thread may call.

    Attributes:
        course: the table of contents.
        store: the progress.
    """

    def __init__(self, course: Course, store: Store, *, background: bool = False) -> None:
        self.course, self.store = course, store
        self._background = background
        self._keeper = Keeper()
        self._lock = threading.RLock()
        self._worker: AnyWorker | None = None
        self._parts: tuple[Answers, Examples, Callable[[], None]] | None = None
        self._pictures: Pictures | None = None
        self._closed = False

    # ------------------------------------------------------------------ engines, started when they are needed

    def worker(self) -> AnyWorker:
        """The warm process; started now if there is none, or if it was lost.

        Raises:
            WorkerError: it cannot be started.
        """
        from gradschool import worker

        with self._lock:
            if self._worker is None or not self._worker.alive:
                if self._worker is not None:
                    self._worker.close()
                self._worker = worker.background() if self._background else worker.own()
            return self._worker

    def warm(self) -> None:
        """Start the warm process beside what the caller does; a failure shows when something has to run."""

        def start() -> None:
            with contextlib.suppress(GradschoolError):
                self.worker()

        threading.Thread(target=start, name="warm", daemon=True).start()

    def _engines(self) -> tuple[Answers, Examples, Callable[[], None]]:
        from gradschool.judge import Judge
        from gradschool.session.answers import Answers
        from gradschool.session.examples import Examples

        with self._lock:
            if self._parts is None:
                judge = Judge(self.worker, self.course.exercises.__getitem__)
                answers = Answers(self.course, self.store, self._keeper, judge)
                self._parts = answers, Examples(self.course, self.store, self._keeper, self.worker), judge.close
            return self._parts

    @property
    def _answers(self) -> Answers:
        return self._engines()[0]

    @property
    def _examples(self) -> Examples:
        return self._engines()[1]

    # ------------------------------------------------------------------ where one stands

    @property
    def notices(self) -> tuple[str, ...]:
        """What the learner has to know before anything else: of the progress file."""
        return self.store.notices

    def problems(self) -> tuple[str, ...]:
        """What could not be kept since this was last asked."""
        return self._keeper.take()

    def status(self) -> Status:
        """How far the learner is, and what comes next."""
        exercises = self.store.exercise_progress(self.course.exercises)
        lessons = self.store.lesson_progress(self.course.lessons)
        place = self.store.place()
        if place is not None and place.id not in (
            self.course.lessons if place.kind == "lesson" else self.course.exercises
        ):
            place = None  # the course changed under it
        practice = [exercises[one.id].passed for one in self.course.exercises.values() if one.role == "practice"]
        following = next_open(self.course, exercises, lessons, place)
        return Status(exercises, lessons, place, following, sum(practice), len(practice))

    def visit(self, place: Place) -> None:
        """Remember where the learner is."""
        self._keeper.keep(lambda: self.store.set_place(place))

    def next_place(self, after: Place | None) -> Place | None:
        """What follows in reading order."""
        return place_after(self.course, after)

    def reviews(self, now: float | None = None) -> tuple[Review, ...]:
        """The exercises that are due to be solved once more, what has waited longest first."""
        from gradschool.session.reviews import due

        return due(self.course, self.store.steps(), time.time() if now is None else now)

    def schedule(self) -> tuple[Review, ...]:
        """When each solved exercise is due, the soonest first."""
        from gradschool.session.reviews import schedule

        return schedule(self.course, self.store.steps())

    def begin_review(self, exercise: str) -> Begun:
        """Put the answer aside: the starter is back, what was passed stays passed, the next pass counts as a review.

        A working copy is put aside too, under a dated name.

        Raises:
            NotYet: it was not solved yet.
            StorageError: it could not be written.
        """
        from gradschool.session.reviews import Begun, under_way
        from gradschool.workspace import Workspace

        if not self.store.exercise_progress([exercise])[exercise].passed:
            raise NotYet(exercise, "there is nothing to review: it was not solved yet", "Solve it first.")
        if under_way(exercise, self.store.steps()):
            return Begun(fresh=False)
        self.store.begin_review(exercise)
        # Or `open` and `watch` would go on with the old answer.
        return Begun(fresh=True, aside=Workspace(self.store.path.parent).put_aside(exercise))

    def reset(self, ids: Iterable[str]) -> None:
        """Start exercises, lessons (with their exercises) or modules over. Faces ask first; history is kept.

        Raises:
            StorageError: it could not be written.
        """
        exercises: dict[str, None] = {}
        lessons: dict[str, None] = {}
        for name in ids:
            chosen = self.course.modules[name].lessons if name in self.course.modules else (name,)
            for part in chosen:
                if part in self.course.lessons:
                    lessons[part] = None
                    exercises |= dict.fromkeys(self.course.lessons[part].asks)
                else:
                    exercises[part] = None
        self.store.reset(exercises, lessons)

    # ------------------------------------------------------------------ lessons

    def page(self, lesson: str) -> Page:
        """A lesson's blocks."""
        return self._examples.page(lesson)

    def glossary(self) -> dict[str, Term]:
        """Every word that the lessons define, by slug, in reading order."""
        return self._examples.glossary()

    def open_lesson(self, lesson: str, block: int = 0) -> None:
        """Remember that the lesson was opened, and at which block."""
        self._keeper.keep(lambda: self.store.lesson_opened(lesson))
        self.visit(Place("lesson", lesson, block))

    def mark_read(self, lesson: str) -> None:
        """The learner came to the end of the page."""
        self._keeper.keep(lambda: self.store.lesson_read(lesson))

    def example_code(self, lesson: str, index: int) -> str:
        """The learner's version of an example, or the lesson's."""
        return self._examples.code(lesson, index)

    def save_example(self, lesson: str, index: int, code: str) -> None:
        """Keep a changed example."""
        self._examples.save(lesson, index, code)

    def run_example(self, lesson: str, index: int, code: str) -> Iterator[Event]:
        """Run an example; events come as it prints. The last one is `Done` or `Lost`.

        Raises:
            UsageError: the lesson's kernel is busy.
            WorkerError: no process could be started.
        """
        return self._examples.run(lesson, index, code)

    def run_above(self, lesson: str, index: int) -> Iterator[tuple[int, Event]]:
        """Run all examples above one, with the number of each event's example."""
        return self._examples.run_above(lesson, index)

    def interrupt(self, lesson: str) -> None:
        """Interrupt what runs in the lesson."""
        self._examples.interrupt(lesson)

    def pause(self, lesson: str) -> bool:
        """Freeze what runs in the lesson where it is; False if nothing does. `interrupt` and `restart` still work."""
        return self._examples.pause(lesson)

    def resume(self, lesson: str) -> None:
        """Let what is frozen go on."""
        self._examples.resume(lesson)

    def restart(self, lesson: str) -> None:
        """Empty the lesson's namespace."""
        self._examples.restart(lesson)

    def complete(self, place: str, code: str, cursor: int) -> list[Completion]:
        """Names that fit at the cursor, in a lesson's example or an exercise's answer."""
        if place in self.course.exercises:
            return self._examples.complete_answer(place, code, cursor)
        return self._examples.complete(place, code, cursor)

    # ------------------------------------------------------------------ explorers

    def explorers(self) -> tuple[Explorer, ...]:
        """The interactive pictures that there are."""
        from gradschool.content import explorers

        return tuple(explorers().values())

    def explore(self, name: str, settings: Mapping[str, str]) -> View:
        """An explorer with these settings (all of them text), computed; what is wrong with them the view says.

        Raises:
            NotFound: there is no such explorer.
            WorkerError: no process could be started.
        """
        from gradschool.pictures import Pictures

        with self._lock:
            if self._pictures is None:
                self._pictures = Pictures(self.worker)
        return self._pictures.view(name, settings)

    # ------------------------------------------------------------------ exercises

    def texts(self, exercise: str) -> ExerciseTexts:
        """Task, starter and items of an exercise."""
        return self._answers.texts(exercise)

    def prepare(self, exercise: str) -> None:
        """Get the judge ready while the learner reads; a failure shows with the verdict."""
        with contextlib.suppress(GradschoolError):
            self._answers.prepare(exercise)

    def draft(self, exercise: str) -> str:
        """What the learner last had in the editor, or the starter."""
        return self._answers.draft(exercise)

    def save_draft(self, exercise: str, code: str) -> None:
        """Keep what is in the editor."""
        self._answers.save_draft(exercise, code)

    def submit(self, exercise: str, code: str, filename: str = "answer.py") -> Report:
        """Judge an answer and remember the attempt.

        Raises:
            WorkerError: no process could be started.
        """
        return self._answers.submit(exercise, code, filename)

    def follows(self, report: Report) -> Place | None:
        """What to open after this verdict; None where one should try again."""
        from gradschool.session.placing import follows

        return follows(self.course, self.texts(report.exercise), report)

    def hint(self, exercise: str) -> Hint | None:
        """Take the next hint; None when all were taken."""
        return self._answers.hint(exercise)

    def hints_taken(self, exercise: str) -> list[Hint]:
        """The hints taken so far."""
        return self._answers.hints_taken(exercise)

    def solution(self, exercise: str) -> str:
        """The solution, once it is open.

        Raises:
            NotYet: it is still closed.
        """
        return self._answers.solution(exercise)

    def attempts(self, exercise: str) -> list[Attempt]:
        """The latest attempts, newest first."""
        return self._answers.attempts(exercise)

    # ------------------------------------------------------------------ the end

    def close(self) -> None:
        """End what was started; nothing that was kept is lost."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._parts is not None:
                _, examples, close_judge = self._parts
                examples.close()
                close_judge()
            if self._pictures is not None:
                self._pictures.close()
            if self._worker is not None:
                self._worker.close()
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
