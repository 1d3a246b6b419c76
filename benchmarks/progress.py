"""What keeping progress costs, against a bare Python and a bare sync of the disk: `python benchmarks/progress.py`.

All are measured in turns in one run, so that a busy machine slows all of them. What must hold are the ratios.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gradschool.model import Attempt, Outcome
from gradschool.progress import Store
from gradschool.progress.database import Database

ROUNDS = 41
EXERCISES = [f"exercise_{number}" for number in range(150)]
# At most so many times: opening and asking against a bare Python, keeping against one synced write, asking of 20,000
# attempts against a bare Python.
OPEN, KEEP, COUNT = 0.25, 3.0, 1.0


def seconds_of(action: Callable[[], object]) -> float:
    """Return the seconds that `action` takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def bare_python() -> None:
    """Start and end a Python that does nothing."""
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def open_and_ask(home: Path) -> None:
    """What `gradschool list` wants of the store."""
    with Store.open(home) as store:
        store.exercise_progress(EXERCISES)


def synced_write(path: Path) -> None:
    """Append as much as a small commit does to its log, and wait until the disk has it."""
    with path.open("ab", buffering=0) as file:
        file.write(bytes(4 * 4096))
        os.fsync(file.fileno())


def fill(home: Path, attempts: int) -> None:
    """Make a store with so many attempts, in one transaction."""
    rows = [
        (number, EXERCISES[number % len(EXERCISES)], "x = 1\n" * 200, "failed", "", 1, 5, 0.0)
        for number in range(attempts)
    ]
    query = """INSERT INTO attempts (moment, exercise, code, outcome, mistake, passed, total, at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
    with contextlib.closing(Database(home)) as database:
        database.write(lambda sql, _: sql.executemany(query, rows))


def main() -> int:
    """Measure, print, and return 0 if every ratio is what the project promises."""
    names = ("bare Python", "open and ask", "ask of 20,000 attempts", "synced write", "keep an attempt", "keep a draft")
    took: dict[str, list[float]] = {name: [] for name in names}
    attempt = Attempt(EXERCISES[0], "x = 1\n" * 200, Outcome.FAILED, "", 1, 5, 0.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "small", 200)
        fill(folder / "large", 20_000)
        with Store.open(folder / "large") as large, Store.open(folder / "kept") as kept:
            for _ in range(ROUNDS):
                took["bare Python"].append(seconds_of(bare_python))
                took["open and ask"].append(seconds_of(lambda: open_and_ask(folder / "small")))
                took["ask of 20,000 attempts"].append(seconds_of(lambda: large.exercise_progress(EXERCISES)))
                took["synced write"].append(seconds_of(lambda: synced_write(folder / "file")))
                took["keep an attempt"].append(seconds_of(lambda: kept.record_attempt(attempt)))
                took["keep a draft"].append(seconds_of(lambda: kept.save_draft("softmax", attempt.code)))
    median = {name: statistics.median(values) for name, values in took.items()}
    for name, value in median.items():
        print(f"{name:24} {value * 1e3:8.2f} ms")
    promises = [
        ("open and ask", "bare Python", OPEN),
        ("ask of 20,000 attempts", "bare Python", COUNT),
        ("keep an attempt", "synced write", KEEP),
        ("keep a draft", "synced write", KEEP),
    ]
    good = True
    for name, against, at_most in promises:
        ratio = median[name] / median[against]
        good &= ratio <= at_most
        print(f"{name} / {against}: {ratio:.2f} (at most {at_most:g})")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
