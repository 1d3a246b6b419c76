"""Let one set-up of an environment go on at a time; a second waits and says so."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.progress import say

PAST_THE_END = 1 << 30
"""Where Windows locks: the bytes of a locked range can't be read by others, and no file of ours has any there."""


@contextmanager
def turn(path: Path) -> Iterator[tuple[int, ...]]:
    """Wait until nobody else holds `path`, and hold it; yield the open file that does, for children to hold as well.

    The lock is on a file that exists anyway, so nothing is left behind, and the system lifts it from whoever dies.
    """
    with path.open("rb") as file:
        if not take(file.fileno(), wait=False):
            say("Another run is setting the course up: waiting until it is done.")
            take(file.fileno(), wait=True)
        yield (file.fileno(),)


if sys.platform == "win32":
    import msvcrt

    def take(file: int, wait: bool) -> bool:
        """Lock the open `file`; tell whether that was possible."""
        os.lseek(file, PAST_THE_END, os.SEEK_SET)
        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.5)
            else:
                return True

else:
    import fcntl

    def take(file: int, wait: bool) -> bool:
        """Lock the open `file`; tell whether that was possible."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:
            # Some network file systems know no locks. One set-up at a time is then the learner's own care.
            return True
        return True
