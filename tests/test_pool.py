"""The worker for machines that must not fork: another way to a process, the same verdicts."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradschool.judge import Judge
from gradschool.kernel import Kernel, transcript
from gradschool.model import Limits, Outcome
from gradschool.worker import Pool
from workbench import DOUBLES, Workbench


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool() as made:
        yield made


@pytest.fixture
def bench(tmp_path: Path, pool: Pool) -> Iterator[Workbench]:
    with Judge(lambda: pool) as judge:
        made = Workbench(tmp_path, judge)
        made.write("scenarios.py", DOUBLES)
        made.write("solution.py", "def answer(x):\n    return 2 * x\n")
        made.write("mistakes/squares.py", '"""Squared.\n\nNot doubled."""\ndef answer(x):\n    return x ** 2\n')
        yield made


def test_verdicts_and_names_are_the_same(bench: Workbench) -> None:
    assert bench.judge("def answer(x):\n    return x + x").outcome is Outcome.PASSED
    report = bench.judge("def answer(x):\n    return x * x")
    assert report.diagnosis is not None
    assert report.diagnosis.mistake == "squares"


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("def answer(x):\n    while True: pass", Outcome.TIMED_OUT),
        ("import os\ndef answer(x):\n    os._exit(0)", Outcome.CRASHED),
        ("def answer(x):\n    return [0] * 10**10", Outcome.OUT_OF_MEMORY),
        ("def answer(x):\n    open('/etc/shadow').read()", Outcome.CRASHED),
    ],
    ids=["hang", "exit", "memory", "reach"],
)
def test_the_walls_stand_there_too(bench: Workbench, code: str, outcome: Outcome) -> None:
    assert bench.judge(code, limits=Limits(seconds=2, memory_mib=256)).outcome is outcome


def test_a_live_kernel_runs_in_one(pool: Pool, tmp_path: Path) -> None:
    with Kernel(lambda: pool.fork("live", {"folder": str(tmp_path)})) as kernel:
        assert transcript(kernel.run("import torch\ntorch.arange(3)")) == "tensor([0, 1, 2])"


def test_a_submission_outlives_the_thread_that_made_the_pool(tmp_path: Path) -> None:
    made, over = queue.Queue[Pool](), threading.Event()

    def make() -> None:
        made.put(Pool())
        over.wait()

    threading.Thread(target=make, daemon=True).start()
    with made.get() as pool, Judge(lambda: pool) as judge:
        bench = Workbench(tmp_path, judge)
        bench.write("scenarios.py", DOUBLES)
        bench.write("solution.py", "def answer(x):\n    return 2 * x\n")
        bench.judge("def answer(x):\n    return 2 * x")  # now the next ones are ready
        threading.Timer(1.5, over.set).start()
        code = "import time\ntime.sleep(2.5)\ndef answer(x):\n    return 2 * x"
        report = bench.judge(code, limits=Limits(seconds=8))
    assert report.outcome is Outcome.PASSED, report
