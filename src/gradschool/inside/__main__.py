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
import types
from typing import Any

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
    from gradschool.inside.zygote import Zygote

    _without_dynamo()
    warming.rehearse()
    gc.collect()
    gc.freeze()  # forks share torch's objects as long as no collection touches them
    alive, held = os.pipe()
    beside = os.fork()
    if beside == 0:
        os.close(held)
        listener.close()
        _with_dynamo()
        _preload_ipython()
        Zygote(live, alive, None).serve([_preload_dynamo])
        os._exit(0)
    os.close(alive)
    live.close()
    try:
        Zygote(listener, options.owner, options.idle, kin=frozenset({beside}), spares=True).serve([])
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


def _without_dynamo() -> None:
    """Optimizers and a few others fetch torch._dynamo when they are first used, a second that only torch.compile needs.

    Their wrappers keep what they fetched on the wrapped function: here each is given itself.
    """
    for wrapped in _wrapped_for_dynamo():
        wrapped.__dynamo_disable = wrapped  # noqa: SLF001  # where torch keeps it


def _with_dynamo() -> None:
    """Undo that, for live kernels, where torch.compile must find things as torch left them."""
    for wrapped in _wrapped_for_dynamo():
        vars(wrapped).pop("__dynamo_disable", None)


def _wrapped_for_dynamo() -> list[Any]:
    import torch

    wrapper = torch.optim.Optimizer.add_param_group.__code__
    position = wrapper.co_freevars.index("fn")
    return [
        candidate.__closure__[position].cell_contents
        for candidate in gc.get_objects()
        if isinstance(candidate, types.FunctionType) and candidate.__code__ is wrapper and candidate.__closure__
    ]


def _preload_ipython() -> None:
    from gradschool.inside import live

    live.preload()


def _preload_dynamo() -> None:
    import torch._dynamo  # noqa: F401


if __name__ == "__main__":
    main()
