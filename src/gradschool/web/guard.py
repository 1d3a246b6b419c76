"""Who may come in: the names that the studio answers to, the token, the cookie, and what a page may do.

A page of any other site can make a browser send requests here. What keeps it out: the cookie is SameSite=Strict, the
Host must be a name that we listen on (a rebound DNS name is none), and whatever changes something must have our Origin.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gradschool.errors import StorageError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
COOKIE_SECONDS = 90 * 24 * 3600
_SAFE = {"GET", "HEAD"}
_OPEN = ("static/", "enter")  # what somebody may ask for who is not in yet


class Door(Struct, frozen=True):
    """What opens the studio.

    Attributes:
        base: the path that everything stands under; begins and ends with a slash.
        names: the host names that we answer to, lower case, without ports.
        any_address: whether every numeric address will do, because we listen on all of them.
        origins: full origins besides our own: those of a proxy.
        token: the word in the first address.
        cookie: the cookie's name; it holds the port, for cookies are shared between a host's ports.
        secret: what the cookie must hold.
        password: what opens the entrance; "" where there is none.
        framed: whether a page of the same origin may hold ours in a frame (Jupyter does).
    """

    base: str
    names: frozenset[str]
    any_address: bool
    origins: frozenset[str]
    token: str
    cookie: str
    secret: str
    password: str = ""
    framed: bool = False

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names us."""
        name = _name(host)
        if name in self.names or any(host.lower() == urlsplit(origin).netloc for origin in self.origins):
            return True
        return self.any_address and _numeric(name)

    def ours(self, origin: str, host: str) -> bool:
        """Whether an Origin header is that of our own pages."""
        return origin.lower() in self.origins or (bool(host) and urlsplit(origin).netloc.lower() == host.lower())

    def knows(self, cookies: str) -> bool:
        """Whether a Cookie header holds the secret."""
        try:
            found = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return False
        return found is not None and same(found.value, self.secret)


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal; how long this takes says nothing about where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))


def kept_key(home: Path) -> bytes:
    """The key behind the cookie, kept in the learner's folder: a page that was left open survives a restart.

    Raises:
        StorageError: the folder cannot be written.
    """
    file = home / "studio.key"
    try:
        home.mkdir(parents=True, exist_ok=True)
        known = file.read_bytes() if file.is_file() and not file.stat().st_mode & 0o077 else b""
        if len(known) == 32:
            return known
        fresh = secrets.token_bytes(32)
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(fresh)
    except FileExistsError:  # another studio has just made one
        return file.read_bytes()
    except OSError as error:
        raise StorageError(
            file, f"the studio's key cannot be kept ({error.strerror})", "Make room, or set GRADSCHOOL_HOME."
        ) from error
    return fresh


def secret_of(key: bytes, port: int) -> str:
    """What the cookie of the studio on this port holds."""
    return hmac.new(key, f"gradschool studio {port}".encode(), hashlib.sha256).hexdigest()


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _numeric(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """The first to see every request and every socket.

    Args:
        app: what stands behind it.
        door: what opens it.
        refused: the page for somebody who is not in: the entrance, or what to do.
    """

    def __init__(self, app: ASGIApp, door: Door, refused: ASGIApp) -> None:
        self._app, self._door, self._refused = app, door, refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's protocol."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        path = _inside(scope["path"], self._door.base)
        if scope["type"] == "websocket":
            good = self._door.answers_to(host) and origin is not None and self._door.ours(origin, host)
            if not good or not self._door.knows(headers.get("cookie", "")):
                await receive()  # websocket.connect
                await send({"type": "websocket.close", "code": 4403})
                return
            await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        state = {**scope.get("state", {}), "nonce": nonce}
        scope = {**scope, "path": path, "raw_path": path.encode(), "state": state}
        sending = _with_headers(send, policy(nonce, host, self._door.framed))
        answer = self._first_answer(scope, headers)
        await (answer or self._app)(scope, receive, sending)

    def _first_answer(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """What to answer instead of the page: nothing, usually."""
        door, host, origin = self._door, headers.get("host", ""), headers.get("origin")
        if not door.answers_to(host):
            return PlainTextResponse("This address is not one that the studio answers to.\n", 421)
        if scope["method"] not in _SAFE and (origin is None or not door.ours(origin, host)):
            return PlainTextResponse("This request does not come from a page of the studio.\n", 403)
        word = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        inside = door.knows(headers.get("cookie", ""))
        if word and scope["method"] in _SAFE and (inside or same(word, door.token)):
            # Also with a token of yesterday, from the browser's history, if the cookie is good.
            return welcome(door, door.base + scope["path"].lstrip("/"))
        return None if inside or scope["path"].lstrip("/").startswith(_OPEN) else self._refused


def welcome(door: Door, target: str) -> Response:
    """To `target`, a path of ours, with the cookie and without the token."""
    response = RedirectResponse(target, 303)
    secure = any(origin.startswith("https:") for origin in door.origins)
    response.set_cookie(
        door.cookie, door.secret, COOKIE_SECONDS, path=door.base, httponly=True, samesite="strict", secure=secure
    )
    return response


def policy(nonce: str, host: str, framed: bool) -> dict[str, str]:
    """The headers of every answer: what a page may load, and who may hold it."""
    sockets = f" ws://{host} wss://{host}" if host and all(c.isalnum() or c in ".:-[]" for c in host) else ""
    content = (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
        f"font-src 'self'; connect-src 'self'{sockets}; frame-src 'self'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {chr(39)}{'self' if framed else 'none'}{chr(39)}"
    )
    return {
        "content-security-policy": content,
        "x-content-type-options": "nosniff",
        # Nothing is told to other sites. (With `no-referrer` a browser names no Origin when one of our forms is sent.)
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


def nonce_of(request: Request) -> str:
    """The word that this page's own styles carry."""
    found: str = request.scope["state"]["nonce"]
    return found


def _inside(path: str, base: str) -> str:
    """The path below the base; a proxy may have taken the base away already."""
    return "/" + path[len(base) :] if path.startswith(base) else "/" if path + "/" == base else path


def _with_headers(send: Send, headers: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            mutable = MutableHeaders(scope=message)
            for name, value in headers.items():
                mutable[name] = value
            mutable.setdefault("cache-control", "no-store")
        await send(message)

    return sending
