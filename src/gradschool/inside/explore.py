"""The role behind an explorer: a confined process that stays, and computes one picture after the other."""

from __future__ import annotations

from importlib import import_module

import msgspec

from gradschool.inside import explorers
from gradschool.wire import Channel, Message


def serve(channel: Channel) -> None:
    """Answer requests `{name, settings}` with `{view}` until nobody asks any more."""
    channel.receive()  # what every fork is handed first; there is nothing to know
    for name in explorers.NAMES:
        import_module(f"{explorers.__name__}.{name}")
    channel.send({"ready": True})
    while True:
        request, _ = channel.receive()
        channel.send(answered(request))


def answered(request: Message) -> Message:
    """The answer to one request. An expression may even raise SystemExit: that too is only said."""
    try:
        view = explorers.view(str(request["name"]), {str(key): str(text) for key, text in request["settings"].items()})
    except BaseException as error:
        return {"failed": f"{type(error).__name__}: {str(error)[:300]}"}
    return {"view": msgspec.to_builtins(view)}
