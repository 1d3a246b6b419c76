"""Messages between processes: a JSON object and a block of bytes, both with their lengths in front. Never a pickle."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, Self

_LENGTHS = struct.Struct(">II")
LARGEST = 512 * 1024 * 1024

Message = dict[str, Any]


class Closed(Exception):
    """The other side is gone, or has said something that is not a message."""


class Channel:
    """One side of a stream socket, speaking messages. Not safe for two threads that both send."""

    def __init__(self, sock: socket.socket, largest: int = LARGEST) -> None:
        self.socket = sock
        self._largest = largest

    def send(self, message: Message, blob: bytes = b"") -> None:
        """Send one message.

        Raises:
            Closed: nobody listens any more.
        """
        text = json.dumps(message, separators=(",", ":")).encode()
        try:
            self.socket.sendall(_LENGTHS.pack(len(text), len(blob)) + text + blob)
        except OSError as error:
            raise Closed(str(error)) from error

    def receive(self, timeout: float | None = None) -> tuple[Message, bytes]:
        """Wait for one message; `timeout` in seconds.

        Raises:
            Closed: the stream ended, or what came is not a message.
            TimeoutError: nothing (or only a part) came in time.
        """
        try:
            self.socket.settimeout(timeout)
        except OSError as error:
            raise Closed(str(error)) from error
        text_length, blob_length = _LENGTHS.unpack(self._exactly(_LENGTHS.size))
        if text_length + blob_length > self._largest:
            raise Closed(f"a message of {text_length + blob_length:,} bytes is too large")
        text, blob = self._exactly(text_length), self._exactly(blob_length)
        try:
            message = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Closed(f"not a message: {error}") from error
        if not isinstance(message, dict):
            raise Closed("not a message: no object")
        return message, blob

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            try:
                part = self.socket.recv(min(size - len(parts), 1 << 20))
            except (TimeoutError, BlockingIOError) as error:
                raise TimeoutError from error
            except OSError as error:
                raise Closed(str(error)) from error
            if not part:
                raise Closed("the stream ended")
            parts += part
        return bytes(parts)

    def close(self) -> None:
        """Let go of the socket."""
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
