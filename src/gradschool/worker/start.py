"""Starting a warm process, or finding the one that already waits in the background."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gradschool.errors import WorkerError
from gradschool.worker.client import LIVE, Worker
from gradschool.worker.environment import environment
from gradschool.worker.pool import Pool

IDLE_SECONDS = 600.0
_LEFT_RUNNING: list[subprocess.Popen[bytes]] = []  # on purpose: Python would warn of a child that nobody waits for
AnyWorker = Worker | Pool
_INSIDE = Path(__file__).parents[1] / "inside"


def fork_is_safe() -> bool:
    """Whether a process that has imported torch may be forked: on Linux, where nothing has run in it yet."""
    return sys.platform == "linux"


def own() -> AnyWorker:
    """A warm process of this program's own; it ends with it, also when the program is killed."""
    if not fork_is_safe():
        return Pool()
    folder = tempfile.mkdtemp(prefix="gradschool-worker-")
    path = os.path.join(folder, "socket")
    ours, theirs = os.pipe()
    with open(os.path.join(folder, "log"), "wb") as log:
        process = subprocess.Popen(
            _command(path, "--owner", str(ours)),
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(ours,),
            start_new_session=True,
        )
    os.close(ours)

    def release() -> None:
        os.close(theirs)
        shutil.rmtree(folder, ignore_errors=True)

    try:
        _wait_for(path, process, Path(folder, "log"))
    except WorkerError:
        process.kill()
        release()
        raise
    return Worker(path, process, release)


def background(idle_seconds: float = IDLE_SECONDS) -> AnyWorker:
    """The background worker that one-shot commands share; started if there is none. It ends itself when idle."""
    if not fork_is_safe():
        return Pool(ahead=1)  # nobody to share it with: it would have to outlive the command
    folder = _runtime_folder()
    path = os.path.join(folder, f"{_fingerprint()}.socket")
    if _listens(path):
        return Worker(path)
    with open(os.path.join(folder, "lock"), "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once: the second finds the first one's worker
        if _listens(path):
            return Worker(path)
        for stale in (path, path + LIVE):
            Path(stale).unlink(missing_ok=True)
        with open(os.path.join(folder, "log"), "wb") as log:
            process = subprocess.Popen(
                _command(path, "--idle", str(idle_seconds)),
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                close_fds=True,
            )
        _wait_for(path, process, Path(folder, "log"))
        _LEFT_RUNNING.append(process)
    return Worker(path)


def _command(path: str, *options: str) -> list[str]:
    # -P: the folder that the command was typed in must not shadow the standard library.
    return [sys.executable, "-P", "-m", "gradschool.inside", "--socket", path, *options]


def _wait_for(path: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the socket is there: it listens before torch is imported, so this takes a moment only."""
    deadline = time.monotonic() + 30
    while not _listens(path):
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text("utf-8", "replace").strip().splitlines()
            reason = said[-1] if said else f"it ended with status {process.poll()}"
            raise WorkerError("the warm process", f"it could not be started: {reason}", "Try `gradschool doctor`.")
        time.sleep(0.005)


def _listens(path: str) -> bool:
    if not os.path.exists(path):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
        return attempt.connect_ex(path) == 0


def _runtime_folder() -> str:
    """A folder that only this user can enter; somebody else's folder of that name is refused."""
    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    folder = os.path.join(base, f"gradschool-{os.getuid()}")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise WorkerError(folder, "this folder is not yours alone", "Remove it, or set XDG_RUNTIME_DIR to one that is.")
    return folder


def _fingerprint() -> str:
    """Changes with the environment and with our own child code, so that no stale worker answers."""
    files = sorted(
        [*_INSIDE.rglob("*.py"), *(_INSIDE.with_name(name) for name in ("scenarios.py", "wire.py", "model.py"))]
    )
    facts = [sys.prefix, sys.version, *(f"{file}{file.stat().st_mtime_ns}" for file in files)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]
