"""Submission in, report out: one process observes, another compares, this one only carries the messages."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Self

from gradschool.errors import ContentError, WorkerError
from gradschool.judge import observing, reporting
from gradschool.model import Choice, Exercise, Outcome, Report, Submission
from gradschool.wire import Closed, Message
from gradschool.worker import AnyFork, AnyWorker

EXAMINER_SECONDS = 60.0


class Examiner:
    """The trusted process of one exercise, kept between submissions: it prepares the next seed while nobody waits."""

    def __init__(self, fork: AnyFork, material: observing.Material) -> None:
        self._fork, self.material, self.texts = fork, material, material.texts
        self._seed: int | None = None
        self._ready = False
        self.solution = material.texts.solution

    def seed(self) -> int:
        """The seed of the next verdict. A submission may already run while the solution still does.

        Raises:
            BrokenExercise: the exercise itself fails.
        """
        if self._seed is None:
            message = self._receive()
            self._seed = int(message["seed"])
            self.solution = str(message.get("solution") or self.solution)
        return self._seed

    def prepared(self) -> None:
        """Wait until the solution's observations are there.

        Raises:
            BrokenExercise: the exercise itself fails.
        """
        self.seed()
        if not self._ready:
            self._receive()
            self._ready = True

    def compare(self, seen: observing.Seen) -> Message:
        """The trusted verdict on what was seen."""
        self.prepared()
        self._seed, self._ready = None, False
        return self._ask(seen, {})

    def may_go_on(self, seen: observing.Seen, upto: int) -> bool:
        """Whether the first `upto` scenarios are passed, so that a lab's next stage may run."""
        self.prepared()
        return bool(self._ask(seen, {"upto": upto}).get("go"))

    def _ask(self, seen: observing.Seen, question: Message) -> Message:
        blobs = [blob for _, blob in seen.records]
        listed = [[record, len(blob)] for record, blob in seen.records]
        self._fork.channel.send({"seen": listed, **question}, b"".join(blobs))
        return self._receive()

    def _receive(self) -> Message:
        try:
            message, _ = self._fork.channel.receive(EXAMINER_SECONDS)
        except (Closed, TimeoutError) as error:
            raise BrokenExercise(f"the examiner was lost ({error})") from error
        if "broken" in message:
            raise BrokenExercise(str(message["broken"]))
        return message

    def close(self) -> None:
        """End it."""
        self._fork.close()


class BrokenExercise(Exception):
    """Our fault: the exercise or the judge failed, whatever was handed in."""


def _unknown(exercise: str) -> Exercise:
    raise ContentError(exercise, "this judge knows no other exercises", "Make it with the course's.")


class Judge:
    """Judges submissions with one worker. Use it by `with`; safe to call from several threads, one verdict at a time.

    Args:
        worker: gives the warm process; called anew when one was lost.
        exercises: finds an exercise by its id, for those that are about another one.
        one_seed: keep an exercise's first seed for all that is handed in to it, so that what the solution and the
            mistakes do on it is worked out once. For answers of one's own: a learner gets fresh numbers each time.
    """

    def __init__(
        self,
        worker: Callable[[], AnyWorker],
        exercises: Callable[[str], Exercise] = _unknown,
        *,
        one_seed: bool = False,
    ) -> None:
        self._worker, self._exercises, self._one_seed = worker, exercises, one_seed
        self._examiners: dict[str, Examiner] = {}
        self._lock = Lock()

    def prepare(self, exercise: Exercise) -> None:
        """Get ready for an exercise while the learner still reads, so that the first verdict is as fast as the next."""
        with self._lock:
            self._examiner(exercise)

    def solution(self, exercise: Exercise) -> str:
        """The solution; of a `predict` exercise, the truth as it was computed.

        Raises:
            ContentError: the exercise itself fails.
        """
        with self._lock:
            try:
                examiner = self._examiner(exercise)
                examiner.prepared()
            except BrokenExercise as error:
                self._forget(exercise)
                raise ContentError(exercise.id, f"the exercise is broken: {error}") from error
            return examiner.solution

    def judge(self, exercise: Exercise, submission: Submission, told: observing.Told = lambda _title: None) -> Report:
        """Compare what `submission` does with what the exercise's solution does. `told` hears each promise begin.

        Raises:
            WorkerError: the warm process died and could not be started again.
        """
        start = time.perf_counter()
        with self._lock:
            try:
                report = self._judge(exercise, submission, told)
            except WorkerError:
                self._forget_all()
                report = self._judge(exercise, submission, told)
        return reporting.timed(report, time.perf_counter() - start)

    def _judge(self, exercise: Exercise, submission: Submission, told: observing.Told) -> Report:
        if (refused := reporting.unreadable(exercise, submission)) is not None:
            return refused
        try:
            examiner = self._examiner(exercise)
            texts = examiner.texts
            message = observing.request(exercise, submission, examiner.material, examiner.seed())
            fork = observing.start(self._worker(), exercise, message)
            seen = observing.collect(fork, exercise.limits.seconds, examiner.may_go_on, told)
            if (early := reporting.before_any_case(exercise, seen)) is not None:
                return early
            return reporting.verdict(exercise, submission, seen, examiner.compare(seen), texts)
        except BrokenExercise as error:
            self._forget(exercise)
            return Report(exercise.id, Outcome.BROKEN, 0, 0, message=str(error))

    def _examiner(self, exercise: Exercise) -> Examiner:
        if exercise.id not in self._examiners:
            subject = self._exercises(exercise.subject) if exercise.subject else None
            material = observing.material_of(exercise, subject)
            setup = {
                "kind": exercise.kind.value,
                "entry": list(exercise.entry) or ["answers"],
                "folder": exercise.folder,
                "forbid": list(exercise.forbid),
                "right": {item.name: _right(item.choices) for item in material.texts.items if item.choices},
                "variants": material.variants,
                "one_seed": self._one_seed,
            }
            self._examiners[exercise.id] = Examiner(self._worker().fork("examine", setup), material)
        return self._examiners[exercise.id]

    def forget(self, exercise: Exercise) -> None:
        """Read the exercise anew next time (an author changed it)."""
        with self._lock:
            self._forget(exercise)

    def _forget(self, exercise: Exercise) -> None:
        if (examiner := self._examiners.pop(exercise.id, None)) is not None:
            examiner.close()

    def _forget_all(self) -> None:
        for examiner in self._examiners.values():
            examiner.close()
        self._examiners.clear()

    def close(self) -> None:
        """End the examiners."""
        with self._lock:
            self._forget_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _right(choices: tuple[Choice, ...]) -> str:
    return next(choice.letter for choice in choices if choice.right)
