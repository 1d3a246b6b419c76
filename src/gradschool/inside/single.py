"""`python -m gradschool.inside.single FD`: a process that waits, warm, for one job, does it and ends.

Where a process that has torch must not be forked (macOS, a parent that has touched CUDA), a few of these stand ready.
"""

from __future__ import annotations

import os
import socket
import sys

from gradschool.wire import Channel, Closed


def main() -> None:
    """Import what every job needs, say that it is ready, wait for the job, play its role."""
    line = socket.socket(fileno=int(sys.argv[1]))
    import torch

    torch.set_num_threads(1)
    from gradschool.inside import roles, sandbox, warming

    warming.rehearse()
    walls = sandbox.Walls()
    try:
        channel = Channel(line)
        channel.send({"ready": os.getpid()})
        setup, _ = channel.receive()
    except Closed:
        return

    def play() -> None:
        tasks = roles.enter(str(setup["role"]), str(setup["folder"]), walls, line.fileno())
        roles.act(setup, line, tasks)

    roles.to_the_end(play)


if __name__ == "__main__":
    main()
