"""Puts a learner's program where it can harm nobody: limits on what it uses, walls around what it sees.

Every wall is tried and none is taken for granted: `Walls` says which held, and `gradschool doctor` shows it.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from gradschool.inside import system

NOBODY_BASE = 1_879_048_192  # far above every uid that a machine hands out; each submission gets its own
PROCESSES, FILES, FILE_BYTES = 64, 256, 16 << 20
SCRATCH = "gradschool-scratch-"
PACKAGE = Path(__file__).parents[1]
_PUBLIC = ("inside", "data", "__init__.py", "scenarios.py", "datasets.py", "wire.py", "model.py", "__pycache__")


class Walls:
    """What may be read by every submission, listed once in the warm process, before it forks."""

    def __init__(self) -> None:
        system_paths = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives"]
        system_paths += ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/proc/cpuinfo", "/proc/meminfo"]
        system_paths += ["/proc/sys/vm/overcommit_memory", "/sys/devices/system/cpu", "/proc/filesystems"]
        python = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *sys.path]
        self.readable = [*system_paths, *(str(PACKAGE / name) for name in _PUBLIC), *_without_course(python)]


def _without_course(roots: list[str]) -> list[str]:
    """The folders of Python's own files, opened up wherever the course (with its solutions) lies below them."""
    course, listed = PACKAGE / "course", dict[str, None]()
    for root in sorted({os.path.realpath(root) for root in roots if root and os.path.isdir(root)}, key=len):
        listed |= dict.fromkeys(_around(Path(root), course))
    return list(listed)


def _around(folder: Path, hidden: Path) -> list[str]:
    if folder in (hidden, PACKAGE):
        return []
    if folder not in hidden.parents:
        return [str(folder)]
    # The learner's home may hold Python too: only what Python needs of such a folder is opened, never all of it.
    if folder not in {Path(entry).resolve() for entry in (*sys.path, sysconfig.get_paths()["purelib"])}:
        return []
    return [path for child in sorted(folder.iterdir()) for path in _around(child, hidden)]


def confine(folder: str, walls: Walls) -> None:
    """Confine this process, for good; it may write in the scratch `folder` alone."""
    system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(
        HOME=folder, TMPDIR=folder, USER="learner", PATH="/usr/bin:/bin", OMP_NUM_THREADS="1", LANG="C.UTF-8"
    )
    tempfile.tempdir = folder  # the warm process asked for its own before the fork, and `tempfile` asks only once
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    landlock = system.Landlock()
    if landlock.holds:
        for path in walls.readable:
            landlock.allow(path)
        landlock.allow(folder, write=True)
        landlock.allow("/dev/null", write=True)
        landlock.allow(f"/proc/{os.getpid()}")
        landlock.enforce()
    if system.LINUX and os.geteuid() == 0:
        _leave_root()
    system.deny_network_and_spying()


def limit(seconds: float, memory_mib: int, tasks: int) -> None:
    """Limit what this process may use: processor seconds, MiB above what it has, processes beside `tasks`."""
    # A process that was started, not forked, has spent time on importing torch. Past the first limit comes SIGXCPU,
    # which says what happened; who ignores it is killed a second later.
    processor = int(time.process_time() + seconds) + 2
    limits = {
        resource.RLIMIT_CPU: processor,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_NOFILE: FILES,
    }
    if system.LINUX:
        limits[resource.RLIMIT_AS] = _virtual_bytes() + (memory_mib << 20)
        limits[resource.RLIMIT_NPROC] = tasks + PROCESSES
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        unlimited = hard == resource.RLIM_INFINITY
        allowed = most if unlimited else min(most, hard)
        grace = what == resource.RLIMIT_CPU and (unlimited or allowed < hard)
        resource.setrlimit(what, (allowed, allowed + grace))


def _virtual_bytes() -> int:
    with open("/proc/self/statm", "rb") as pages:
        return int(pages.read().split()[0]) * resource.getpagesize()


def own_tasks() -> int:
    """Threads of this user: the process limit counts them all, so ours comes on top. Root becomes a user with none."""
    own, count = os.getuid(), 0
    if own == 0 or not system.LINUX:
        return 0
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if entry.stat().st_uid == own:
                    count += len(os.listdir(f"/proc/{entry.name}/task"))
            except OSError:
                continue
    return count


def _leave_root() -> None:
    """Limits on processes bind nobody who is root, and root may signal and trace everybody."""
    nobody = NOBODY_BASE + os.getpid() % 1_000_000
    system.prctl(system.PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(nobody, nobody, nobody)
    os.setresuid(nobody, nobody, nobody)
    system.keep_only_reading()


def scratch_root() -> str:
    """A folder for the scratch folders of one warm process; those of processes that were killed are removed first."""
    for left in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        number = left.name.removeprefix(SCRATCH).partition("-")[0]
        if number.isdigit() and left.stat().st_uid == os.geteuid() and not Path("/proc", number).exists():
            shutil.rmtree(left, ignore_errors=True)
    root = tempfile.mkdtemp(prefix=f"{SCRATCH}{os.getpid()}-")
    os.chmod(root, 0o711)  # a submission may pass through to its own folder, and list nobody else's
    return root


def scratch_owner(folder: str, pid: int) -> None:
    """Hand a scratch folder to the user that the process `pid` becomes."""
    if system.LINUX and os.geteuid() == 0:
        nobody = NOBODY_BASE + pid % 1_000_000
        os.chown(folder, nobody, nobody)
