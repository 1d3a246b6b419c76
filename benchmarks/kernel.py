"""How quickly the live kernel answers, against a Python that imports torch anew: `python benchmarks/kernel.py`.

All are measured in turns in one run, so that a busy machine slows all of them. What must hold are the ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from gradschool.kernel import Done, Kernel, Run, Stream
from gradschool.worker import own

ROUNDS = 15
COLD_ROUNDS = 3
# At least so many times faster than `python -c "import torch; print(1 + 1)"`.
FIRST_ANSWER, WARM_ANSWER, INTERRUPT = 15, 300, 50


def seconds_of(action: Callable[[], object]) -> float:
    """Return the seconds that `action` takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def finish(run: Run) -> None:
    """Read a run to its end, which must be a good one."""
    last = list(run)[-1]
    if not isinstance(last, Done):
        raise SystemExit(f"the kernel was lost: {last}")


def interrupted(kernel: Kernel) -> float:
    """Return the seconds from the interrupt of a tight loop to its end."""
    run = kernel.run("print('begun')\nwhile True: pass")
    while not isinstance(next(run), Stream):
        pass
    began = time.perf_counter()
    kernel.interrupt()
    finish(run)
    return time.perf_counter() - began


def main() -> int:
    """Measure, print, and return 0 if every ratio is what the project promises."""
    took: dict[str, list[float]] = {name: [] for name in ("cold Python", "first answer", "warm answer", "interrupt")}
    cold = [sys.executable, "-c", "import torch; print(1 + 1)"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder, own() as worker:

        def start() -> Kernel:
            return Kernel(lambda: worker.fork("live", {"folder": folder}))

        with start() as kernel:
            finish(kernel.run("1 + 1"))
            time.sleep(1)  # the warm process uses its first idle moment to import what kernels need
            for number in range(ROUNDS):
                if number < COLD_ROUNDS:
                    call = lambda: subprocess.run(cold, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: E731
                    took["cold Python"].append(seconds_of(call))

                def first() -> None:
                    with start() as fresh:
                        finish(fresh.run("1 + 1"))

                took["first answer"].append(seconds_of(first))
                took["warm answer"].append(seconds_of(lambda: finish(kernel.run("1 + 1"))))
                took["interrupt"].append(interrupted(kernel))
    medians = {name: statistics.median(times) for name, times in took.items()}
    good = True
    for name, wanted in (("first answer", FIRST_ANSWER), ("warm answer", WARM_ANSWER), ("interrupt", INTERRUPT)):
        ratio = medians["cold Python"] / medians[name]
        good &= ratio >= wanted
        print(f"{name:13} {1000 * medians[name]:8.2f} ms, {ratio:6.0f} times faster (at least {wanted})")
    print(f"{'cold Python':13} {1000 * medians['cold Python']:8.2f} ms")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
