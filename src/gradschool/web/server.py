"""Starting the studio: where it listens, what its address is, and how it ends."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import secrets
import socket
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

import uvicorn
from msgspec import Struct

from gradschool.errors import UsageError
from gradschool.progress import home_folder
from gradschool.session import Session
from gradschool.web.app import make_app
from gradschool.web.guard import LOOPBACK, Door, kept_key, secret_of

PORT = 8714
_LARGEST_MESSAGE = 4 << 20
_TRIES = 20


class Place(Struct, frozen=True):
    """Where the studio listens.

    Attributes:
        host: the address to listen on.
        port: None for the usual one, or the next that is free.
        base_url: the path or the whole address that a proxy puts in front.
        password: demanded where others can come; "" on loopback.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    base_url: str = "/"
    password: str = ""

    @property
    def loopback(self) -> bool:
        """Whether nobody but this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class Studio:
    """A studio that listens already and serves when it is told to. Use it by `with`.

    Attributes:
        url: the address with its token: whoever has it may come in.
        port: where it listens.
    """

    def __init__(self, session: Session, place: Place) -> None:
        if not place.loopback and not place.password:
            raise UsageError("--host", "others could come in, so a password is needed", "Set GRADSCHOOL_PASSWORD.")
        self._session = session
        base, origin = _based(place.base_url)
        key = kept_key(home_folder())
        self._socket = _listening(place)
        self.port = int(self._socket.getsockname()[1])
        self.door = _door(place, self.port, base, origin, key)
        shown = f"[{place.host}]" if ":" in place.host else place.host
        if place.host in ("0.0.0.0", "::"):
            shown = "127.0.0.1"
        front = origin or f"http://{shown}:{self.port}"
        self.url = f"{front}{base}?token={self.door.token}"
        self._server: uvicorn.Server | None = None

    def serve(self, ready: Callable[[], None] | None = None) -> None:
        """Serve until Ctrl-C, SIGTERM or `stop`."""
        app = make_app(self._session, self.door, secrets.token_hex(8))
        config = uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="websockets-sansio",
            ws_max_size=_LARGEST_MESSAGE,
            ws_per_message_deflate=False,  # the way is short, and zlib holds memory for every tab
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config, ready)
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn hands it on when all is closed
            self._server.run([self._socket])

    def stop(self) -> None:
        """End `serve`, from any thread."""
        if self._server is not None:
            self._server.should_exit = True

    def close(self) -> None:
        """Let go of the port."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn's own, then the word."""
        await super().startup(sockets)
        if self._ready is not None:
            self._ready()


def _listening(place: Place) -> socket.socket:
    """A socket that listens.

    Raises:
        UsageError: the port is taken, or there is no such address.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    ports = range(PORT, PORT + _TRIES) if place.port is None else [place.port]
    for port in ports:
        # The protocol by name: asyncio asks for it before it turns Nagle's algorithm off, which holds every second
        # small message back for 40 ms.
        found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((place.host, port))
            found.listen(128)
        except OSError as error:
            found.close()
            if error.errno == errno.EADDRINUSE and place.port is None:
                continue
            what = "it is taken" if error.errno == errno.EADDRINUSE else (error.strerror or str(error)).lower()
            raise UsageError(f"{place.host}:{port}", what, "Choose another with --port or --host.") from error
        found.setblocking(False)
        return found
    raise UsageError("web", f"the ports {PORT} to {PORT + _TRIES - 1} are all taken", "Choose another with --port.")


def _door(place: Place, port: int, base: str, origin: str, key: bytes) -> Door:
    everywhere = place.host in ("0.0.0.0", "::")
    names = {place.host.lower()} | set(LOOPBACK if place.loopback or everywhere else ())
    if not place.loopback:
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    return Door(
        base=base,
        names=frozenset(names),
        any_address=everywhere,
        origins=frozenset({origin} if origin else ()),
        token=secrets.token_urlsafe(24),
        cookie=f"gradschool-{port}",
        secret=secret_of(key, port),
        password=place.password,
        framed=base != "/" or bool(origin),
    )


def _based(url: str) -> tuple[str, str]:
    """The base path, which begins and ends with a slash, and the origin if the whole address was given.

    Raises:
        UsageError: it is no path and no address.
    """
    parts = urlsplit(url)
    path = parts.path.strip("/")
    plain = all(c.isascii() and (c.isalnum() or c in "-._~/%@") for c in path)
    if not plain or parts.query or parts.fragment or (parts.scheme and parts.scheme not in ("http", "https")):
        raise UsageError(
            "--base-url", f"{url!r} is no path", "Write it like /prefix/, or as the proxy's whole address."
        )
    origin = f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc and parts.scheme else ""
    return (f"/{path}/" if path else "/"), origin
