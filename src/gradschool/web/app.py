"""The studio as an application: which address shows which page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

import anyio
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from gradschool.errors import GradschoolError, NotFound
from gradschool.session import Session
from gradschool.web.guard import Door, Guard, nonce_of, same, welcome
from gradschool.web.hub import Hub
from gradschool.web.pages import Pages
from gradschool.web.socket import converse

STATIC = Path(__file__).parent / "static"
WRONG_PASSWORD_SECONDS = 1.0
_LARGEST_FORM = 4096
_HASHED = re.compile(r"-[A-Z0-9]{8}\.[a-z0-9]+$")  # how esbuild names what never changes


def make_app(session: Session, door: Door, server: str) -> ASGIApp:
    """The application for one session.

    Args:
        session: the learner's; whoever opened it closes it.
        door: who may come in.
        server: a word that is another one after each start.
    """
    studio = _Studio(session, door, server)
    routes = [
        Route("/", studio.map),
        Route("/lesson/{name}", studio.lesson),
        Route("/exercise/{name}", studio.exercise),
        Route("/review/{name}", studio.review, methods=["POST"]),
        Route("/glossary", studio.glossary),
        Route("/search", studio.search),
        Route("/help", studio.help),
        Route("/enter", studio.enter, methods=["POST"]),
        WebSocketRoute("/socket", studio.socket),
        Route("/static/{path:path}", studio.static),
    ]
    handlers = {404: studio.missing, NotFound: studio.missing, GradschoolError: studio.faulty, 500: studio.broken}
    # Around everything, error pages included.
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=studio.lifespan), door, studio.refused)


class _Studio:
    """The pages, and what every request shares."""

    def __init__(self, session: Session, door: Door, server: str) -> None:
        self.session, self.door = session, door
        self.pages = Pages(session, door.base, server)
        self.hub = Hub(session, self.pages, server)
        self._static = StaticFiles(directory=STATIC, check_dir=False)
        self._tries = anyio.Lock()

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """As long as the server runs."""
        async with self.hub.open():
            yield

    # ------------------------------------------------------------------ pages

    async def map(self, request: Request) -> Response:
        """The course."""
        return await self._page(self.pages.map, request)

    async def lesson(self, request: Request) -> Response:
        """A lesson."""
        return await self._page(self.pages.lesson, request, request.path_params["name"])

    async def exercise(self, request: Request) -> Response:
        """An exercise."""
        return await self._page(self.pages.exercise, request, request.path_params["name"])

    async def review(self, request: Request) -> Response:
        """Begin a review: the exercise with its starter, in every tab that shows it."""
        name = request.path_params["name"]
        await self.hub.begin_review(name)
        return RedirectResponse(self.pages.links.exercise(name), 303)

    async def glossary(self, request: Request) -> Response:
        """The glossary."""
        return await self._page(self.pages.glossary, request)

    async def search(self, request: Request) -> Response:
        """What fits `q`."""
        return await self._page(self.pages.search, request, request.query_params.get("q", ""))

    async def help(self, request: Request) -> Response:
        """The keys."""
        return await self._page(self.pages.help, request)

    async def _page(self, render: Callable[..., str], request: Request, *words: str) -> Response:
        text = await run_sync(lambda: render(*words, _look(request)))
        return HTMLResponse(text, background=BackgroundTask(self.hub.warm))

    # ------------------------------------------------------------------ coming in

    async def refused(self, scope: Scope, receive: Receive, send: Send) -> None:
        """For somebody who is not in: the way in."""
        look = _look(Request(scope))
        if self.door.password:
            text = self.pages.entrance(look, wrong=False)
        else:
            what = "This page is open to the learner who started it, and your browser has no key to it."
            repair = "Open the address that `gradschool web` printed. If you came by a link, load this page once more."
            text = self.pages.said("Not yet open", what, look, repair)
        await HTMLResponse(text, 401 if self.door.password else 403)(scope, receive, send)

    async def enter(self, request: Request) -> Response:
        """The password, in exchange for the cookie. Who guesses waits, one guess at a time."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST_FORM:
                return HTMLResponse(self.pages.said("Too long", "That is no password.", _look(request)), 413)
        given = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
        async with self._tries:
            if self.door.password and same(given, self.door.password):
                return welcome(self.door, self.door.base)
            await anyio.sleep(WRONG_PASSWORD_SECONDS)
        return HTMLResponse(self.pages.entrance(_look(request), wrong=True), 403)

    # ------------------------------------------------------------------ the rest

    async def socket(self, socket: WebSocket) -> None:
        """Everything live."""
        await converse(socket, self.hub)

    async def static(self, request: Request) -> Response:
        """A file of the front end."""
        path = request.path_params["path"]
        response = await self._static.get_response(path, request.scope)
        forever = bool(_HASHED.search(path)) and response.status_code == 200
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        return response

    async def missing(self, request: Request, error: Exception) -> Response:
        """Nothing stands at this address."""
        what, repair = "There is no such page.", "The map shows all there are."
        if isinstance(error, NotFound):
            what, repair = f"{error.where}: {error.what}.", error.repair
        return HTMLResponse(self.pages.said("Not found", what, _look(request), repair), 404)

    async def faulty(self, request: Request, error: Exception) -> Response:
        """Something that a person must mend: the course, the disk."""
        return HTMLResponse(self.pages.said("This does not work", str(error), _look(request)), 500)

    async def broken(self, request: Request, error: Exception) -> Response:
        """Our fault."""
        what = f"The studio failed ({type(error).__name__}). This is our fault, not yours; what you typed is kept."
        return HTMLResponse(self.pages.said("Our fault", what, _look(request)), 500)


def _look(request: Request) -> dict[str, str]:
    """What every page needs to know of its reader: the colors chosen, and this answer's nonce."""
    theme = request.cookies.get("gradschool-theme", "auto")
    return {"theme": theme if theme in ("light", "dark") else "auto", "nonce": nonce_of(request)}
