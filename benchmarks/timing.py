"""What the benchmarks share: samples in seconds, what is claimed of them, and the table that holds both side by side.

Whatever is compared is measured in turns in one run, so that a busy machine slows all of it.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct


class Claim(Struct, frozen=True):
    """A number that the project promises to keep above or below a limit."""

    value: float
    limit: float
    unit: str
    least: bool = False

    @property
    def held(self) -> bool:
        """Whether the promise is kept."""
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        side = "at least" if self.least else "at most"
        limit = f"({side} {self.limit:g})"
        return f"{_short(self.value):>8} {self.unit:<3} {limit:<15}{'' if self.held else ' MISSED'}"


def at_most(value: float, limit: float, unit: str = "x") -> Claim:
    """A number that must not be above its limit."""
    return Claim(value, limit, unit)


def at_least(value: float, limit: float, unit: str = "x") -> Claim:
    """A number that must not be below its limit."""
    return Claim(value, limit, unit, least=True)


class Sheet:
    """The result of a benchmark: prints each line as it comes and remembers whether every claim held."""

    def __init__(self, title: str) -> None:
        self._missed = 0
        self._began, self._waited = time.monotonic(), _waited()
        packages = ", ".join(f"{name} {version(name)}" for name in ("gradschool", "torch"))
        load = os.getloadavg()[0]
        print(f"{title}\n{os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}, {packages}\n")
        print(f"{'':44}{'median':>10}{'best':>11}", flush=True)

    def line(self, name: str, samples: Sequence[float] = (), *claims: Claim, note: str = "") -> None:
        """Print a line: the samples in milliseconds, then what is claimed, or a note that claims nothing."""
        times = f"{1000 * statistics.median(samples):7.1f} ms {1000 * min(samples):7.1f} ms" if samples else " " * 21
        first, *more = [str(claim) for claim in claims] or [note]
        print(f"{name:<44}{times}  {first}".rstrip(), flush=True)
        for text in more:
            print(f"{'':67}{text}".rstrip(), flush=True)
        self._missed += sum(not claim.held for claim in claims)

    def finish(self) -> int:
        """Say how it went, and how busy the machine was meanwhile; return the exit status."""
        share = (_waited() - self._waited) / max(time.monotonic() - self._began, 1e-9)
        if share > 0.1:
            print(f"\nA program waited for a core {share:.0%} of the time: milliseconds are those of a busy machine.")
        print("\nEverything held." if not self._missed else f"\n{self._missed} missed.")
        return 1 if self._missed else 0


def seconds_of(action: Callable[[], object]) -> float:
    """Return the seconds that `action` takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def median(samples: Sequence[float]) -> float:
    """The middle of the samples."""
    return statistics.median(samples)


def environment(**more: str) -> dict[str, str]:
    """The environment of every measured program: one thread, bytecode allowed, no virtual environment active."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PYTHONPATH"}}
    return kept | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"} | more


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _waited() -> float:
    """Seconds since the machine started in which a program wanted a core and had none; 0 where nobody counts them."""
    try:
        return int(Path("/proc/pressure/cpu").read_text("ascii").splitlines()[0].rpartition("total=")[2]) / 1e6
    except (OSError, ValueError, IndexError):
        return 0.0
