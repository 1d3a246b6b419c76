"""`python -m gradschool.inside --socket PATH [--owner FD | --idle SECONDS]`: start a warm process.

Two processes come of it. The light one forks for verdicts: the less it holds, the faster its forks are.
The one beside it, its child, forks live kernels, and holds IPython and what torch.compile needs as well.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import shutil
import socket
from collections.abc import Iterator

LIVE = ".live"


def main() -> None:
    """Listen first, so that clients may queue; then import what everybody needs, and serve."""
    parser = argparse.ArgumentParser(prog="gradschool.inside")
    parser.add_argument("--socket", required=True)
    parser.add_argument("--owner", type=int)
    parser.add_argument("--idle", type=float)
    options = parser.parse_args()
    live = _listen(options.socket + LIVE)  # first: who finds the other one expects this one too
    listener = _listen(options.socket)

    import torch

    torch.set_num_threads(1)
    from gradschool.inside import warming
    from gradschool.inside.dynamo import with_dynamo, without_dynamo
    from gradschool.inside.zygote import Zygote

    without_dynamo()
    warming.rehearse()
    gc.collect()
    gc.freeze()  # forks share torch's objects as long as no collection touches them
    alive, held = os.pipe()
    beside = os.fork()
    if beside == 0:
        os.close(held)
        listener.close()
        with_dynamo()
        _preload_ipython()
        Zygote(live, alive, None).serve(_preload_dynamo())
        os._exit(0)
    os.close(alive)
    live.close()
    try:
        Zygote(listener, options.owner, options.idle, kin=frozenset({beside}), spares=True).serve(
            warming.in_the_pauses()
        )
    finally:
        _tidy(options.socket, whole_folder=options.owner is not None)


def _listen(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    os.chmod(path, 0o600)
    listener.listen(64)
    return listener


def _tidy(path: str, *, whole_folder: bool) -> None:
    """Take the sockets away, and the folder that was made for them alone: its owner may have been killed."""
    for each in (path, path + LIVE):
        with contextlib.suppress(OSError):
            os.unlink(each)
    if whole_folder:
        shutil.rmtree(os.path.dirname(path), ignore_errors=True)


def _preload_ipython() -> None:
    from gradschool.inside import live

    live.preload()


def _preload_dynamo() -> Iterator[None]:
    import torch._dynamo  # noqa: F401

    yield


if __name__ == "__main__":
    main()
