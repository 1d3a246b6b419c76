"""Fresh set-up of the course against `pip install` of torch alone, as a ratio in one run: `python benchmarks/setup.py`.

Both start from nothing but the checkout and pip's own cache of downloads, which a first, uncounted installation fills.
torch alone gets its empty environment for free: only pip is timed. The course's time counts everything from
`python run_tutorial.py` to the end of the command that it hands over to.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_MOST = 1.5
ROUNDS = 3
# The Python outside any environment: the course settles in the one that is active, which must not be this benchmark's.
PYTHON = str(getattr(sys, "_base_executable", sys.executable))
# As on a learner's machine: nothing forbids bytecode, no environment is active.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name not in {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"}
}


def seconds_of(command: list[str]) -> float:
    """Run a command that must succeed, silently; return its seconds."""
    began = time.perf_counter()
    done = subprocess.run(
        command, check=False, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}")
    return time.perf_counter() - began


def torch_alone(folder: Path) -> float:
    """Return the seconds of installing the tested torch, and nothing else, into an empty environment."""
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    torch = re.search(r"(?m)^torch==\S+", constraints)
    if torch is None:
        raise SystemExit("constraints.txt names no torch.")
    subprocess.run([PYTHON, "-m", "venv", str(folder)], check=True)
    return seconds_of([str(folder / "bin" / "python"), "-m", "pip", "install", torch[0]])


def course(folder: Path) -> float:
    """Return the seconds from nothing to an answer of the course, in a copy of this checkout."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return seconds_of([PYTHON, str(folder / "run_tutorial.py"), "--help"])


def main() -> int:
    """Measure both in turns; return 0 if the ratio of the medians is within what the project promises."""
    alone: list[float] = []
    whole: list[float] = []
    for number in range(ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            seconds = torch_alone(Path(folder, "alone")), course(Path(folder, "course"))
        if number:
            alone.append(seconds[0])
            whole.append(seconds[1])
            print(f"round {number}: torch alone {seconds[0]:.1f} s, the course {seconds[1]:.1f} s", flush=True)
    ratio = statistics.median(whole) / statistics.median(alone)
    print(f"fresh set-up / torch alone: {ratio:.2f} (at most {AT_MOST})")
    return 0 if ratio <= AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
