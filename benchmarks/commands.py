"""What `list`, `status` and `--help` take, against a Python that does nothing: `python benchmarks/commands.py`.

Whole processes, started in turns: the console script of this environment, and `python -c pass` of its interpreter.
The progress file holds a few hundred attempts. None of the commands may import torch.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timing import Sheet, at_most, environment, median, seconds_of

from gradschool.content import load_course
from gradschool.model import Attempt, Outcome
from gradschool.progress import Store

ROUNDS = 40
LIMIT = 8
SCRIPT = Path(sys.executable).with_name("gradschool")
COMMANDS = (["list"], ["status"], ["--help"])
ATTEMPTS_EACH = 20
# Heavy packages that no command may load before it has to: they alone would break the limit.
BANNED = ("torch", "numpy", "IPython", "textual", "matplotlib")


def fill(home: Path) -> None:
    """Keep attempts at every exercise, as of a learner who is halfway."""
    with Store.open(home) as store:
        course = load_course()
        for number, exercise in enumerate(course.exercises):
            for attempt in range(ATTEMPTS_EACH):
                passed = attempt == ATTEMPTS_EACH - 1 and number % 2 == 0
                outcome = Outcome.PASSED if passed else Outcome.FAILED
                code = f"def answer():\n    return {attempt}\n" * 10
                store.record_attempt(Attempt(exercise, code, outcome, "", attempt % 5, 5, time.time()))
        for lesson in list(course.lessons)[::2]:
            store.lesson_read(lesson)


def imported(command: list[str], variables: dict[str, str]) -> set[str]:
    """Return the top-level packages that a command imports, as the interpreter itself reports them."""
    timed = [sys.executable, "-X", "importtime", str(SCRIPT), *command]
    done = subprocess.run(timed, env=variables, check=True, capture_output=True, text=True)
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def main() -> int:
    """Measure, print, and return 0 if every limit held."""
    sheet = Sheet("Commands that start nothing, against `python -c pass`")
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(GRADSCHOOL_HOME=folder)
        fill(Path(folder))

        def run(command: list[str]) -> None:
            subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

        nothing: list[float] = []
        took: dict[str, list[float]] = {" ".join(command): [] for command in COMMANDS}
        for number in range(ROUNDS + 1):
            times = [seconds_of(lambda: run([sys.executable, "-c", "pass"]))]
            times += [seconds_of(lambda: run([str(SCRIPT), *command])) for command in COMMANDS]  # noqa: B023
            if number:  # the first round reads files that later ones find in memory
                nothing.append(times[0])
                for samples, seconds in zip(took.values(), times[1:], strict=True):
                    samples.append(seconds)
        loaded = {" ".join(command): imported(command, variables) & set(BANNED) for command in COMMANDS}
    sheet.line("python -c pass", nothing)
    for name, samples in took.items():
        sheet.line(f"gradschool {name}", samples, at_most(median(samples) / median(nothing), LIMIT))
    for name, heavy in loaded.items():
        what = ", ".join(sorted(heavy)) or "none of " + ", ".join(BANNED)
        sheet.line(f"gradschool {name} imports {what}", (), *([at_most(len(heavy), 0, "")] if heavy else []))
    return sheet.finish()


if __name__ == "__main__":
    sys.exit(main())
