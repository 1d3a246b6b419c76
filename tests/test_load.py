"""Load changes no verdict, and a long day leaves the warm process as it was."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gradschool import worker as workers
from gradschool.content import read_exercise
from gradschool.judge import Judge
from gradschool.model import Course, Outcome, Submission
from gradschool.worker import AnyWorker, Worker

AT_ONCE = 16
IN_A_ROW = 1000
PAUSE = 3.0  # three times as long as the warm process waits before it imports more


def test_sixteen_at_once_get_the_verdicts_that_they_get_alone(course: Course, worker: AnyWorker) -> None:
    exercise = course.exercises["softmax"]
    texts = read_exercise(exercise)
    right = {"solution": texts.solution, **texts.accepted}
    wrong = {mistake.slug: mistake.code for mistake in texts.mistakes}
    handed_in = [*right.items(), *wrong.items()][:AT_ONCE]

    def judged(entry: tuple[str, str]) -> tuple[str, Outcome, str | None]:
        with Judge(lambda: worker) as judge:
            report = judge.judge(exercise, Submission(exercise.id, entry[1]))
        return entry[0], report.outcome, report.diagnosis.mistake if report.diagnosis else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        together = list(pool.map(judged, handed_in))
    assert len(together) == AT_ONCE
    for name, outcome, diagnosis in together:
        assert (outcome is Outcome.PASSED, diagnosis) == (name in right, None if name in right else name)


@pytest.mark.timeout(900)
def test_a_thousand_submissions_leave_the_warm_process_as_it_was(course: Course) -> None:
    exercise = course.exercises["softmax"]
    texts = read_exercise(exercise)
    mixed = [
        texts.solution,
        texts.starter,
        texts.mistakes[0].code,
        "def softmax(",
        "import os\nos._exit(1)",
        "def softmax(input, dim):\n    return bytearray(1 << 24)",
        "def softmax(input, dim):\n    raise SystemExit",
        "import os\ndef softmax(input, dim):\n    os.fork() or os._exit(0)\n    return input",
    ]
    with workers.own() as warm, Judge(lambda: warm) as judge:
        for code in mixed * 4:
            judge.judge(exercise, Submission(exercise.id, code))
        time.sleep(PAUSE)  # what it imports in its first pause is no leak
        judge.judge(exercise, Submission(exercise.id, texts.solution))
        before = resident_kib(warm)
        for number in range(IN_A_ROW):
            judge.judge(exercise, Submission(exercise.id, mixed[number % len(mixed)]))
        after = resident_kib(warm)
    assert after < 1.05 * before, f"{before} KiB before, {after} KiB after"


def resident_kib(worker: AnyWorker) -> int:
    """The warm process's own memory."""
    assert isinstance(worker, Worker)
    assert worker.pid is not None
    status = Path(f"/proc/{worker.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
