"""Run pip, turn its chatter into progress, and its failures into one line that says what to do."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.progress import Progress

BIG = 20_000_000
"""Bytes from which a download is worth a line of its own."""

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)

UNITS = {"bytes": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


class SetupFailed(Exception):
    """What stopped the set-up and what to do about it, in one line for the learner."""


def run_pip(python: str, arguments: Sequence[str], place: Path, progress: Progress, keep_open: tuple[int, ...]) -> None:
    """Run `pip install` in the environment at `place`, showing what it is at.

    `keep_open` are the files that pip holds open for as long as it lives: the lock, so that a pip whose launcher was
    killed still keeps the next one waiting.

    Raises:
        SetupFailed: pip did not succeed.
    """
    command = [python, "-P", "-m", "pip", "install", "--no-compile", "--no-input", "--disable-pip-version-check"]
    process = start([*command, "--no-warn-script-location", *arguments], keep_open)
    report: list[str] = []
    try:
        doing = ""
        for line in lines_of(process, progress):
            if match := re.match(r"Progress (\d+) of ([1-9]\d*)", line):
                progress.note(f"{doing}, {100 * int(match[1]) // int(match[2])} % of it")
                continue
            report.append(line)
            if shown := detail(line):
                doing = shown[0]
                progress.note(*shown)
    except BaseException:
        stop(process)
        raise
    if process.wait() != 0:
        text = "".join(report)
        raise SetupFailed(explain(text, place) + keep_report(text, place))


def start(command: Sequence[str], keep_open: tuple[int, ...] = ()) -> subprocess.Popen[str]:
    """Start a process of the set-up, with both of its outputs on one pipe, as the first of a group that `stop` ends."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=clean_environment(),
        pass_fds=keep_open if sys.platform != "win32" else (),
        start_new_session=True,
    )


def clean_environment() -> dict[str, str]:
    """Return the environment variables for the set-up's processes.

    Without what would install elsewhere (PIP_USER), see packages that the tutorial will not (PYTHONPATH) or leave
    torch uncompiled; the learner's index, proxy and certificates stay. pip's own five retries take a minute to say
    that there is no network, so there are two unless somebody asked for more.
    """
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {"PIP_RETRIES": "2"} | kept | {"PIP_USER": "0", "PYTHONIOENCODING": "utf-8"}


def lines_of(process: subprocess.Popen[str], progress: Progress) -> Iterator[str]:
    """Yield what a process prints, keeping the seconds on the screen moving while it is silent."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=0.5)
        except queue.Empty:
            progress.tick()
            continue
        if line is None:
            return
        yield line


def stop(process: subprocess.Popen[str]) -> None:
    """End a process that the set-up started, and what that one has started, gently first."""
    if process.poll() is not None:
        return
    send(process, signal.SIGTERM)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        send(process, KILL)
        process.wait()


def send(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """Signal a process and its group."""
    if sys.platform == "win32":
        process.terminate()
    else:
        # The group may be gone by now.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)


def detail(line: str) -> tuple[str, bool] | None:
    """Return what a line of pip's means to a learner, and whether it matters without a terminal; None for most."""
    if match := re.match(r"\s+Downloading (?:\S*/)?([^\s/]+?)-(\d[^-\s]*)-\S+ \(([\d.]+) (\w+)\)", line):
        name, version, size, unit = match.groups()
        return f"downloading {name} {version}, {size} {unit}", float(size) * UNITS.get(unit, 0) >= BIG
    if match := re.match(r"(?:Processing|\s+Using cached) (?:\S*/)?([^\s/]+?)-(\d[^-\s]*)-\S+\.whl", line):
        return f"{match[1]} {match[2]} is already on this machine", False
    if match := re.match(r"Collecting ([\w.-]+)", line):
        return f"looking for {match[1]}", False
    if line.startswith("Installing collected packages: "):
        count = line.count(",") + 1
        return f"unpacking {count} package{'s' if count > 1 else ''}", True
    if "WARNING: Retrying" in line:
        return "the network does not answer; trying again", True
    return None


UNTRUSTED = """\
The package index could not be trusted: if your network inspects traffic, point PIP_CERT at its certificate. \
Then run this again."""
UNREACHABLE = """\
The packages could not be fetched: check the network (or PIP_INDEX_URL and the proxy), then run this again."""
WRONG_PYTHON = "Python {} does not fit a package that the course needs: run this with Python 3.11 or newer."
CONTRADICTION = """\
The packages of this environment contradict the course's: deactivate it and run this again, and the course gets an \
environment of its own."""

# What pip says, as a pattern, and what a learner can do about it. The first that is found counts.
REPAIRS = (
    (r"No space left on device|Errno 28\b|Disk quota exceeded|not enough space on the disk", "no-space"),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError", UNTRUSTED),
    (r"Retrying \(Retry|NewConnectionError|NameResolutionError|Max retries exceeded|getaddrinfo", UNREACHABLE),
    (r"[Tt]imed out|ConnectTimeout|ReadTimeout|ProxyError|IncompleteRead", UNREACHABLE),
    (r"Connection (?:refused|reset|aborted|broken)", UNREACHABLE),
    (r"Permission denied|Read-only file system|Access is denied|Errno 13\b|Errno 30\b", "not-writable"),
    (r"requires a different Python: ([\w.]+)", WRONG_PYTHON),
    (r"No matching distribution found for (\S+)", "no-match"),
    (r"ResolutionImpossible|conflicting dependencies", CONTRADICTION),
)


def explain(report: str, place: Path) -> str:
    """Return the line that tells a learner why pip failed and what to do."""
    for pattern, repair in REPAIRS:
        if match := re.search(pattern, report):
            special = SPECIAL.get(repair)
            return special(match, place) if special else repair.format(*match.groups())
    errors = [line for line in report.splitlines() if line.startswith("ERROR:")]
    last = (errors or report.splitlines() or ["pip ended without a word"])[-1].removeprefix("ERROR:").strip()
    return f"pip could not install the course: {last.rstrip('.')}. Run this again once that is mended."


def no_space(_match: re.Match[str] | None, place: Path) -> str:
    """Return the line for a full disk: the fuller one of the environment's and the temporary folder's."""
    folders = [nearest_folder(place), Path(tempfile.gettempdir())]
    full = min(folders, key=lambda folder: shutil.disk_usage(folder).free)
    moved = " (or set TMPDIR to a roomier folder)" if full == folders[1] else ""
    return f"The disk of {full} is full: make about 2 GB of room{moved}, then run this again."


def not_writable(_match: re.Match[str] | None, place: Path) -> str:
    """Return the line for a folder that may only be read."""
    return (
        f"{place} can't be written to: copy the course to a folder of your own, or activate a virtual environment "
        "that you may change, then run this again."
    )


def no_match(match: re.Match[str], _place: Path) -> str:
    """Return the line for a package of which the index has no fitting version."""
    return (
        f"No {match[1]} was found for this Python and machine: check the network and the PIP_ settings, "
        "or try another Python from 3.11 on, then run this again."
    )


SPECIAL = {"no-space": no_space, "not-writable": not_writable, "no-match": no_match}


def nearest_folder(place: Path) -> Path:
    """Return `place`, or the nearest folder above it that exists."""
    return next(folder for folder in (place, *place.parents) if folder.is_dir())


def keep_report(report: str, place: Path) -> str:
    """Keep all that pip said where it can be read; return the words that say where, if that could be done."""
    path = place / "gradschool-setup.log"
    try:
        path.write_text(report, encoding="utf-8")
    except OSError:
        return ""
    return f" (All of pip's words: {path})"
