"""What a learner does with a lesson: read it, change its examples, run them in one live kernel."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator

from gradschool.content import read_page
from gradschool.content.glossary import linked, read_glossary
from gradschool.errors import NotFound, UsageError
from gradschool.kernel import Completion, Done, Event, Kernel, Lost, Process, Stream
from gradschool.model import Course, Example, Page, Term
from gradschool.progress import Store
from gradschool.session.keeping import Keeper
from gradschool.worker import AnyWorker

KERNELS = 4  # a learner goes back and forth between a few pages; more only hold memory
GAVE_WAY = "(This lesson's kernel gave way to other lessons'. It is a fresh one: run all above to get back.)\n"


class Examples:
    """The lessons' side of a session."""

    def __init__(self, course: Course, store: Store, keeper: Keeper, worker: Callable[[], AnyWorker]) -> None:
        self._course, self._store, self._keeper, self._worker = course, store, keeper, worker
        self._pages: dict[str, Page] = {}
        self._glossary: dict[str, Term] | None = None
        self._kernels: dict[str, Kernel] = {}
        self._gave_way: set[str] = set()  # lessons whose kernels were ended for another's
        self._lock = threading.Lock()
        self._folder: str | None = None

    def page(self, lesson: str) -> Page:
        """The lesson's blocks, the first use of each word of the glossary linked; read once."""
        if lesson not in self._pages:
            self._pages[lesson] = linked(read_page(self._course, lesson), self.glossary().values())
        return self._pages[lesson]

    def glossary(self) -> dict[str, Term]:
        """The words that the lessons define, by slug, read once."""
        if self._glossary is None:
            self._glossary = read_glossary(self._course)
        return self._glossary

    def example(self, lesson: str, index: int) -> Example:
        """One example of a lesson.

        Raises:
            NotFound: the lesson has none of that number.
        """
        for block in self.page(lesson).blocks:
            if isinstance(block, Example) and block.index == index:
                return block
        raise NotFound(lesson, f"it has no example {index + 1}", f"It has {len(self.page(lesson).examples)}.")

    def code(self, lesson: str, index: int) -> str:
        """The learner's version of an example, or the lesson's (also when the lesson changed since)."""
        original = self.example(lesson, index).code
        draft = self._store.example_draft(lesson, index)
        return draft.text if draft is not None and draft.fits(original) else original

    def save(self, lesson: str, index: int, code: str) -> None:
        """Keep a changed example; the original itself is no change."""
        original = self.example(lesson, index).code
        if code == original:
            self._keeper.keep(lambda: self._store.drop_example_draft(lesson, index))
        else:
            self._keeper.keep(lambda: self._store.save_example_draft(lesson, index, code, original))

    def run(self, lesson: str, index: int, code: str) -> Iterator[Event]:
        """Run one example and pass its events on as they come."""
        self.example(lesson, index)
        ok: bool | None = None
        try:
            kernel = self.kernel(lesson)
            if lesson in self._gave_way:
                self._gave_way.discard(lesson)
                yield Stream("stderr", GAVE_WAY)
            for event in kernel.run(code, f"example {index + 1}"):
                if isinstance(event, Done):
                    ok = event.ok
                yield event
        finally:  # after the word, for nobody waits for the disk to learn that it is done
            if ok is not None:
                self._keeper.keep(lambda: self._store.example_ran(lesson, index, ok))

    def run_above(self, lesson: str, index: int) -> Iterator[tuple[int, Event]]:
        """Run every example above `index` that runs, in the learner's versions; stop where one fails unasked."""
        for example in self.page(lesson).examples:
            if example.index >= index:
                return
            good = True
            for event in self.run(lesson, example.index, self.code(lesson, example.index)):
                yield example.index, event
                if isinstance(event, Lost) or (isinstance(event, Done) and not event.ok and not example.raises):
                    good = False
            if not good:
                return

    def kernel(self, lesson: str) -> Kernel:
        """The lesson's live kernel, started if there is none; the longest unused one gives way."""
        with self._lock:
            kernel = self._kernels.pop(lesson, None)
            if kernel is None:
                idle = [name for name, other in self._kernels.items() if not other.busy]
                if len(self._kernels) >= KERNELS and idle:
                    self._kernels.pop(idle[0]).close()
                    self._gave_way.add(idle[0])
                kernel = Kernel(self._fork)
            self._kernels[lesson] = kernel
            return kernel

    def _fork(self) -> Process:
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix="gradschool-lesson-")
        return self._worker().fork("live", {"folder": self._folder})

    def interrupt(self, lesson: str) -> None:
        """Interrupt what runs in the lesson's kernel, if anything does."""
        with self._lock:
            kernel = self._kernels.get(lesson)
        if kernel is not None:
            kernel.interrupt()

    def pause(self, lesson: str) -> bool:
        """Freeze what runs in the lesson's kernel; False where nothing does."""
        with self._lock:
            kernel = self._kernels.get(lesson)
        return kernel.pause() if kernel is not None else False

    def resume(self, lesson: str) -> None:
        """Let it go on."""
        with self._lock:
            kernel = self._kernels.get(lesson)
        if kernel is not None:
            kernel.resume()

    def restart(self, lesson: str) -> None:
        """Begin with an empty namespace."""
        with self._lock:
            kernel = self._kernels.get(lesson)
        if kernel is not None:
            kernel.restart()

    def complete(self, lesson: str, code: str, cursor: int) -> list[Completion]:
        """Names that fit at `cursor`; none while the kernel is busy or there is none yet."""
        with self._lock:
            kernel = self._kernels.get(lesson)
        return kernel.complete(code, cursor) if kernel is not None else []

    def complete_answer(self, exercise: str, code: str, cursor: int) -> list[Completion]:
        """The same in an exercise's editor: what the answer imports is imported first, nothing else of it is run."""
        kernel = self.kernel(f"exercise {exercise}")
        imports = "\n".join(line for line in code.splitlines() if line.startswith(("import ", "from ")))
        try:
            for _ in kernel.run(imports, "imports"):
                pass
        except UsageError:
            return []  # another completion is under way
        return kernel.complete(code, cursor)

    def close(self) -> None:
        """End the kernels and remove what the examples wrote."""
        with self._lock:
            for kernel in self._kernels.values():
                kernel.close()
            self._kernels.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
