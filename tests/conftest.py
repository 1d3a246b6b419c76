"""What many tests need: the real course, one warm process for all of them, a home of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradschool import worker as workers
from gradschool.content import load_course
from gradschool.judge import Judge
from gradschool.model import Course
from gradschool.worker import AnyWorker
from workbench import DOUBLES, Workbench

# One thread each, as in the processes that run the course: two test processes share two cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# A shell that starts the tests in the background has SIGINT ignored, and whatever they start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, it would run alone while the other process has nothing left to do."""
    items.sort(key=lambda item: item.path.name != "test_load.py")


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course()


@pytest.fixture(scope="session")
def worker() -> Iterator[AnyWorker]:
    with workers.own() as warm:
        yield warm


@pytest.fixture(scope="session")
def judge(worker: AnyWorker) -> Iterator[Judge]:
    with Judge(lambda: worker) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A progress folder of this test's own, for this process and all that it starts."""
    folder = tmp_path / "home of a learner"
    monkeypatch.setenv("GRADSCHOOL_HOME", str(folder))
    return folder


@pytest.fixture
def bench(tmp_path: Path, judge: Judge) -> Workbench:
    """An exercise that asks for twice its input."""
    made = Workbench(tmp_path, judge)
    made.write("scenarios.py", DOUBLES)
    made.write("solution.py", "def answer(x):\n    return 2 * x\n")
    return made
