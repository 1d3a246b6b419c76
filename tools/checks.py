"""Run everything that must hold, the quick checks first, and say what each came to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Step(NamedTuple):
    """One check: what it is called, what it holds, and Python's words that run it."""

    name: str
    holds: str
    words: tuple[str, ...]


# import-linter has no module that can be run.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

STEPS = (
    Step("format", "every file is formatted", ("-m", "ruff", "format", "--check", ".")),
    Step("lint", "no rule of the linter is broken", ("-m", "ruff", "check", ".")),
    Step("imports", "imports point down the house", ("-c", LINT_IMPORTS)),
    Step("types", "every type fits", ("-m", "mypy")),
    Step("frontend", "the built front end is that of its sources", ("tools/frontend.py",)),
    Step("tests", "every test passes", ("-m", "pytest", "--numprocesses=2", "--durations=15")),
    Step("course", "every example, exercise and mistake is what it says", ("-m", "gradschool", "verify")),
)


def run(step: Step) -> tuple[bool, float]:
    """Run one check; return whether it held and how many seconds it took."""
    print(f"\n== {step.name}: {step.holds}", flush=True)
    # One thread a process: torch's own default collapses as soon as two processes compute at once.
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    began = time.monotonic()
    status = subprocess.call([sys.executable, "-P", *step.words], cwd=ROOT, env=environment)
    return status == 0, time.monotonic() - began


def main(words: list[str]) -> int:
    """Run the checks named by `words`, or all; return 0 if every one of them held, else 1."""
    names = [step.name for step in STEPS]
    if unknown := [word for word in words if word not in names]:
        print(f"There is no check {unknown[0]!r}: there are {', '.join(names)}.", file=sys.stderr)
        return 2
    came_to = {step.name: run(step) for step in STEPS if step.name in words or not words}
    print()
    for name, (held, seconds) in came_to.items():
        print(f"{'ok    ' if held else 'FAILED'} {name:<8} {seconds:6.1f} s")
    return 0 if all(held for held, _seconds in came_to.values()) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
