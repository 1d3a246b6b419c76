"""Tries the walls around judged code from inside, and reports which of them hold on this machine."""

from __future__ import annotations

from gradschool.errors import WorkerError
from gradschool.wire import Closed, Message
from gradschool.worker.start import AnyWorker


def examine_walls(worker: AnyWorker) -> Message:
    """Fork a confined process that tries to get out.

    Returns:
        `torch` and `accelerator` as text, and for each wall whether it held and what was tried.

    Raises:
        WorkerError: the process was lost.
    """
    with worker.fork("walls", {}, seconds=20.0, memory_mib=512) as fork:
        try:
            found, _ = fork.channel.receive(30.0)
        except (Closed, TimeoutError) as error:
            raise WorkerError("doctor", f"the confined process was lost ({error})", "Run it again.") from error
    return found
