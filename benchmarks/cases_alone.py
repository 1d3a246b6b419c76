"""An exercise's own cases on its solution, in one warm process, with no walls and nothing compared.

No judge of ours can be faster. `python benchmarks/cases_alone.py softmax` prints the seconds of twenty rounds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import torch

from gradschool.content import load_course
from gradschool.inside import cases, programs
from gradschool.inside.forbidden import Watch
from gradschool.inside.observations import blob_of

WARM, ROUNDS = 3, 20


def main(name: str) -> None:
    """Look at the solution again and again, as the process behind the walls does once."""
    torch.set_num_threads(1)
    exercise = load_course().exercises[name]
    folder = Path(exercise.folder)
    scenarios = cases.scenarios_of(
        exercise.kind.value, (folder / "scenarios.py").read_text("utf-8"), "scenarios.py", ()
    )
    watch = Watch(exercise.forbid)
    namespace = programs.load((folder / "solution.py").read_text("utf-8"), "answer.py")
    program = cases.Program(namespace, exercise.entry, watch, "answer.py", 1 << 20)
    took = []
    for seed in range(WARM + ROUNDS):
        began = time.perf_counter()
        for _, tensors in cases.run(scenarios, program, seed):
            blob_of(tensors)
        took.append(time.perf_counter() - began)
    print(json.dumps({"cases": sum(len(each.cases) for each in scenarios), "seconds": took[WARM:]}))


if __name__ == "__main__":
    main(sys.argv[1])
