"""How quickly an answer is judged, against the peers, in turns in one run: `python benchmarks/verdict.py`.

What each number stands for, and how each peer is used, is written in `benchmarks/README.md`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Self

from peers.client import MULTIHEAD, SOFTMAX, Task, TorchJudge
from peers.setup import ready
from peers.watching import Watching
from timing import Sheet, at_least, at_most, environment, median, seconds_of

from gradschool.content import load_course
from gradschool.judge import Judge
from gradschool.model import Exercise, Outcome, Submission
from gradschool.session import Session, open_session
from gradschool.worker import AnyWorker, own

ROUNDS, PEER_ROUNDS = 20, 4
CHECKS_A_ROUND = 5  # of torch_judge, which takes so little that more of them cost nothing
THROUGHPUT = 60  # verdicts in each of the two threads
SETTLE = 20  # seconds in which a warm process does what it has put off until a pause
MISTAKE = "one_maximum_for_all"
SHOWN = r"gradschool (solution|hint) softmax[^\n]*\n"
SCRIPT = Path(sys.executable).with_name("gradschool")
CASES_ALONE = Path(__file__).with_name("cases_alone.py")
SHOWN_MS, CHECK_MS, A_SECOND, TORCHLINGS, TORCH_JUDGE = 60, 250, 40, 40, 3


def answer(exercise: Exercise, file: str = "solution.py") -> str:
    """A file of the exercise."""
    return Path(exercise.folder, file).read_text("utf-8")


class Learner:
    """Somebody with `gradschool watch` in one terminal, saving a right and a wrong answer in turns."""

    def __init__(self, folder: Path, exercise: Exercise, variables: dict[str, str]) -> None:
        self._file = folder / "answer.py"
        self._file.write_text(answer(exercise, "starter.py"), "utf-8")
        self._right, self._wrong = answer(exercise), answer(exercise, f"mistakes/{MISTAKE}.py")
        self._saves = 0
        self._watch = Watching([str(SCRIPT), "watch", exercise.id, str(self._file)], folder, variables)

    def begin(self) -> None:
        """Save until the first verdict comes: nothing says when the program has begun to look."""
        self._watch.wait_for("Ctrl-C ends")
        for _ in range(60):
            with contextlib.suppress(TimeoutError):
                self._watch.after_saving(self._file, self._next(self._right), SHOWN, patience=2)
                return
        raise SystemExit("`gradschool watch` gave no verdict.")

    def save(self, *, right: bool) -> float:
        """Save an answer; return the seconds until its verdict stands in the terminal."""
        text = self._next(self._right if right else self._wrong)
        seconds, printed = self._watch.after_saving(self._file, text, SHOWN)
        if ("Passed" in printed) is not right:
            raise SystemExit(f"a wrong verdict:\n{printed}")
        return seconds

    def _next(self, text: str) -> str:
        self._saves += 1  # a save that changes nothing is none
        return f"{text}\n# {self._saves}\n"

    def close(self) -> None:
        """End the program."""
        self._watch.close()


class Torchlings:
    """Somebody with `torchlings run`: its first exercise several times over, so that each can be solved once."""

    def __init__(self, folder: Path, peers: Path, variables: dict[str, str]) -> None:
        (source,) = peers.parent.glob("lib/python*/site-packages/torchlings/exercises/01_tensors/1.py")
        topic = folder / "exercises" / "01_tensors"
        topic.mkdir(parents=True)
        self._files = iter([topic / f"{number}.py" for number in range(1, PEER_ROUNDS + 2)])
        for number in range(1, PEER_ROUNDS + 3):
            shutil.copy(source, topic / f"{number}.py")
        (folder / ".venv").symlink_to(peers.parent)  # where it looks for pytest
        todo, right = "result = None", ("result = torch.tensor([1, 2, 3, 4, 5])", "result = torch.tensor(array)")
        self._solved = source.read_text("utf-8").replace(todo, right[0], 1).replace(todo, right[1], 1)
        self._run = Watching([str(peers / "torchlings"), "run"], folder, variables)

    def begin(self) -> None:
        """Solve the first exercise, uncounted: it reads files that the later ones find in memory."""
        self.save()

    def save(self) -> float:
        """Solve the exercise that it waits for; return the seconds until it says so."""
        file = next(self._files)
        self._run.wait_for(rf"Working on exercises/01_tensors/{file.stem}\.py[^$]*create_from_list --[^\n]*\n")
        time.sleep(1)  # it begins to watch only now, and says nothing of it
        seconds, _ = self._run.after_saving(file, self._solved, r"All tests passed![^$]*create_from_list[^\n]*\n")
        return seconds

    def close(self) -> None:
        """End the program."""
        self._run.close()


def in_process(session: Session, exercise: Exercise, number: int) -> float:
    """The seconds that `session.submit` takes for the exercise's solution."""
    began = time.perf_counter()
    report = session.submit(exercise.id, f"{answer(exercise)}\n# {number}\n")
    seconds = time.perf_counter() - began
    if report.outcome is not Outcome.PASSED:
        raise SystemExit(f"the solution of {exercise.id} did not pass: {report}")
    return seconds


def fork_floor(worker: AnyWorker, *, walls: bool) -> float:
    """The seconds from asking for a fork that does nothing to the news of its end.

    The role that does nothing ends at once; the observer's, handed nothing, ends once it is behind its walls.
    """

    def fork() -> None:
        with worker.fork("observe" if walls else "nothing", {}, seconds=5, memory_mib=512) as process:
            if process.ended(5) is None:
                raise SystemExit("a fork that has nothing to do did not end.")

    return seconds_of(fork)


def in_a_shell(file: Path, variables: dict[str, str]) -> float:
    """The seconds of `gradschool check softmax FILE`, from its start to its end."""
    command = [str(SCRIPT), "check", "softmax", str(file)]
    return seconds_of(lambda: subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL))


def throughput(exercise: Exercise) -> float:
    """Verdicts in a second, with two threads that each have a worker and a judge, all of it warm."""
    with own() as one, own() as other, Judge(lambda: one) as first, Judge(lambda: other) as second:

        def work(judge: Judge, times: int) -> None:
            for number in range(times):
                report = judge.judge(exercise, Submission(exercise.id, f"{answer(exercise)}\n# {number}\n"))
                if report.outcome is not Outcome.PASSED:
                    raise SystemExit(f"the solution did not pass under load: {report}")

        def both(times: int) -> None:
            threads = [threading.Thread(target=work, args=(judge, times)) for judge in (first, second)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        both(3)
        time.sleep(SETTLE)
        return 2 * THROUGHPUT / seconds_of(lambda: both(THROUGHPUT))


def end_background_worker(runtime: Path) -> None:
    """End the worker that `gradschool check` left in the background, which would wait there for its idle time."""
    for path in runtime.glob("*/*.socket"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, contextlib.suppress(OSError):
            line.connect(str(path))
            pid, _, _ = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
            os.kill(pid, signal.SIGTERM)


class Bench:
    """Everything that is compared, warm and at hand. Use it by `with`."""

    def __init__(self, folder: Path) -> None:
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self._ends = contextlib.ExitStack()
        self._home, self._runtime, watched, torchlings = (folder / name for name in ("home", "run", "watch", "peer"))
        for made in (self._home, self._runtime, watched, torchlings):
            made.mkdir(mode=0o700)
        self._variables = environment(GRADSCHOOL_HOME=str(self._home), XDG_RUNTIME_DIR=str(self._runtime))
        exercises = load_course().exercises
        self.exercises = {task.exercise: exercises[task.exercise] for task in (SOFTMAX, MULTIHEAD)}
        self._file = folder / "softmax.py"
        self._file.write_text(answer(self.exercises["softmax"]), "utf-8")
        peers = ready()
        self._session = self._ends.enter_context(open_session(self._home))
        self._learner = Learner(watched, self.exercises["softmax"], self._variables)
        self._ends.callback(self._learner.close)
        self._torchlings = Torchlings(torchlings, peers, self._variables)
        self._ends.callback(self._torchlings.close)
        self._judges = [
            (task, self._ends.enter_context(TorchJudge(peers / "python", self._variables)))
            for task in (SOFTMAX, MULTIHEAD)
        ]
        self._ends.callback(end_background_worker, self._runtime)

    def warm_up(self) -> None:
        """Do everything once, uncounted."""
        self._learner.begin()
        self._torchlings.begin()
        for task, peer in self._judges:
            peer.check(task, answer(self.exercises[task.exercise]))
        self.round(0)
        self.took.clear()

    def round(self, number: int) -> None:
        """Measure everything once, in turns."""
        took = self.took
        took["watch, right"].append(self._learner.save(right=True))
        took["watch, wrong"].append(self._learner.save(right=False))
        for task, peer in self._judges:
            for _ in range(CHECKS_A_ROUND):
                took[f"torch_judge {task.exercise}"].append(self._checked(task, peer))
            took[f"submit {task.exercise}"].append(in_process(self._session, self.exercises[task.exercise], number))
        took["fork"].append(fork_floor(self._session.worker(), walls=False))
        took["fork and walls"].append(fork_floor(self._session.worker(), walls=True))
        took["check"].append(in_a_shell(self._file, self._variables))

    def peer_round(self) -> None:
        """Measure what takes seconds."""
        self.took["torchlings"].append(self._torchlings.save())
        for name in self.exercises:
            told = subprocess.run([sys.executable, str(CASES_ALONE), name], check=True, capture_output=True)
            self.took[f"alone {name}"] += json.loads(told.stdout)["seconds"]

    @staticmethod
    def _checked(task: Task, peer: TorchJudge) -> float:
        reply = peer.check(task)
        if not reply["solved"]:
            raise SystemExit(f"torch_judge refused a right answer:\n{reply['said']}")
        return float(reply["seconds"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()


def show(sheet: Sheet, took: dict[str, list[float]], a_second: float) -> int:
    """Print the table; return the exit status."""
    middle = {name: median(samples) for name, samples in took.items()}
    shown = middle["watch, right"]
    faster = at_least(middle["torchlings"] / shown, TORCHLINGS)
    sheet.line(
        "gradschool watch: right answer, save to shown", took["watch, right"], at_most(1000 * shown, SHOWN_MS, "ms")
    )
    sheet.line("gradschool watch: wrong answer, named", took["watch, wrong"])
    sheet.line("torchlings run: its first exercise, solved", took["torchlings"], faster)
    sheet.line("gradschool check FILE, in a shell", took["check"], at_most(1000 * middle["check"], CHECK_MS, "ms"))
    sheet.line("two threads, two workers", (), at_least(a_second, A_SECOND, "/s"))
    for exercise in ("softmax", "multihead_attention"):
        ratio = middle[f"submit {exercise}"] / middle[f"torch_judge {exercise}"]
        sheet.line(f"session.submit {exercise}", took[f"submit {exercise}"], at_most(ratio, TORCH_JUDGE))
        sheet.line(f"torch_judge.check, {exercise}", took[f"torch_judge {exercise}"])
        alone = f"{middle[f'alone {exercise}'] / middle[f'torch_judge {exercise}']:8.1f} x"
        sheet.line("our cases of it, no walls, nothing compared", took[f"alone {exercise}"], note=alone)
    sheet.line("an empty fork of the worker", took["fork"])
    sheet.line("an empty fork behind its walls", took["fork and walls"])
    above = 1000 * (middle["submit softmax"] - middle["fork and walls"])
    sheet.line(f"session.submit softmax costs {above:.1f} ms above that")
    return sheet.finish()


def main() -> int:
    """Measure, print, and return 0 if every limit held."""
    sheet = Sheet("A verdict on `softmax`, warm, from the save or the call to the last line")
    with tempfile.TemporaryDirectory() as folder, Bench(Path(folder)) as bench:
        bench.warm_up()
        for number in range(1, ROUNDS + 1):
            bench.round(number)
            if number % (ROUNDS // PEER_ROUNDS) == 0:
                bench.peer_round()
        a_second = throughput(bench.exercises["softmax"])
    return show(sheet, bench.took, a_second)


if __name__ == "__main__":
    sys.exit(main())
