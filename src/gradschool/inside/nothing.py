"""The role that does nothing, to measure what a process costs before it does anything."""

from __future__ import annotations

from gradschool.wire import Channel


def serve(channel: Channel) -> None:
    """Take what there is to know, and end."""
    channel.receive()
