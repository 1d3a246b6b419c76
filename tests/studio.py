"""A real studio in a process of its own, and tabs that speak with it over real sockets."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from msgspec import Struct
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

Said = dict[str, Any]
PATIENCE = 60.0


class Answer(Struct, frozen=True):
    """What came for a request: the status, the headers in lower case, the text."""

    status: int
    headers: dict[str, str]
    text: str


class Studio:
    """`gradschool web` in a home of its own. Use it by `with`."""

    def __init__(self, home: Path, *options: str, port: int = 0, limit: str = "pass", **environment: str) -> None:
        code = f"{limit}; from gradschool.cli import main; main()"
        words = [sys.executable, "-P", "-c", code, "web", "--no-open", "--port", str(port), *options]
        variables = os.environ | {"GRADSCHOOL_HOME": str(home), "PYTHONUNBUFFERED": "1"} | environment
        self.process = subprocess.Popen(
            words, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if "http" not in line:
            raise AssertionError(f"the studio did not start: {line}{self.process.communicate()}")
        self.url = line.split()[-1]
        parts = urlsplit(self.url)
        self.host, self.port, self.base = str(parts.hostname), int(parts.port or 80), parts.path
        self.token = parts.query.removeprefix("token=")
        self.cookie = ""

    # ------------------------------------------------------------------ pages

    def get(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """Ask for a page; `headers` with `_` for `-`. The cookie goes along, unless one is given."""
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie and "cookie" not in asked:
            asked["cookie"] = self.cookie
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="host" in asked)
            for name, value in asked.items():
                connection.putheader(name, value)
            if body:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body.encode() if body else None)
            came = connection.getresponse()
            found = {name.lower(): value for name, value in came.getheaders()}
            return Answer(came.status, found, came.read().decode())
        finally:
            connection.close()

    def enter(self) -> Self:
        """Come in by the token, as the printed address does."""
        came = self.get(f"{self.base}?token={self.token}")
        assert came.status == 303, came
        self.cookie = came.headers["set-cookie"].partition(";")[0]
        return self

    # ------------------------------------------------------------------ sockets

    def dial(self, **headers: str) -> ClientConnection:
        """A bare socket, with what a browser would send besides."""
        sent = {"origin": f"http://127.0.0.1:{self.port}", "cookie": self.cookie} | headers
        address = f"ws://127.0.0.1:{self.port}{self.base}socket"
        host = sent.pop("host", None)
        extra = {name: value for name, value in sent.items() if value}
        options: dict[str, Any] = {"additional_headers": extra, "open_timeout": PATIENCE, "max_size": None}
        options["ping_interval"] = None  # a busy machine is no broken line
        if host is not None:
            options["address"] = ("127.0.0.1", self.port)
            address = f"ws://{host}{self.base}socket"
        line: ClientConnection = connect(address, proxy=None, **options)
        return line

    @contextmanager
    def tab(self, kind: str = "", page: str = "", name: str = "", drafts: list[Said] | None = None) -> Iterator[Tab]:
        """An open page that has said hello."""
        with self.dial() as line:
            tab = Tab(line, name or f"tab-{time.monotonic_ns()}")
            tab.welcome = tab.only("hello", tab=tab.name, kind=kind, page=page, drafts=drafts or [])
            yield tab

    # ------------------------------------------------------------------ the process

    def rss_mib(self) -> float:
        """Resident memory of the server's own process."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def libraries(self) -> str:
        """What is mapped into the server's own process."""
        return Path(f"/proc/{self.process.pid}/maps").read_text()

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """End it; its exit status and what it said since the address."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        said, complained = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said, complained

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Tab:
    """One side of a conversation: it asks, and keeps what came for somebody else."""

    def __init__(self, line: ClientConnection, name: str) -> None:
        self.line, self.name = line, name
        self.welcome: Said = {}
        self.heard: list[Said] = []
        self._ids = 0

    def ask(self, do: str, **fields: Any) -> int:
        """Send a request; returns its id."""
        self._ids += 1
        self.line.send(json.dumps({"id": self._ids, "do": do, **fields}))
        return self._ids

    def hear(self, timeout: float = PATIENCE) -> Said:
        """The next message, whatever it is."""
        said: Said = json.loads(self.line.recv(timeout))
        self.heard.append(said)
        return said

    def until(self, fits: Callable[[Said], bool], timeout: float = PATIENCE) -> Said:
        """Listen until a message fits."""
        deadline = time.monotonic() + timeout
        while True:
            said = self.hear(max(0.01, deadline - time.monotonic()))
            if fits(said):
                return said

    def event(self, name: str, timeout: float = PATIENCE, **fields: Any) -> Said:
        """Listen until an event of this name comes, with these fields."""
        wanted = {"event": name, **fields}
        return self.until(lambda said: wanted.items() <= said.items(), timeout)

    def only(self, do: str, **fields: Any) -> Said:
        """Ask, and return the first answer."""
        number = self.ask(do, **fields)
        return self.until(lambda said: said["id"] == number)

    def all(self, do: str, **fields: Any) -> list[Said]:
        """Ask, and return everything that answers until `end` or `error`."""
        return self.rest(self.ask(do, **fields))

    def rest(self, number: int) -> list[Said]:
        """Everything that still answers a request."""
        told: list[Said] = []
        while not told or told[-1]["event"] not in ("end", "error"):
            said = self.hear()
            if said["id"] == number:
                told.append(said)
        return told

    def run(self, lesson: str, code: str, index: int = 0) -> list[Said]:
        """Run code in place of an example."""
        return self.all("run", lesson=lesson, index=index, code=code)

    def begin(self, lesson: str, code: str, sign: str = "begun", index: int = 0) -> int:
        """Begin code that prints `sign` and goes on; returns once it was printed."""
        number = self.ask("run", lesson=lesson, index=index, code=code)
        self.until(lambda said: said["event"] == "stream" and sign in said["text"])
        return number

    def quiet(self, seconds: float) -> bool:
        """Listen until nothing came for so long."""
        try:
            while True:
                self.hear(seconds)
        except TimeoutError:
            return True

    def closed(self) -> bool:
        """Listen until the server hangs up."""
        try:
            while True:
                self.hear()
        except ConnectionClosed:
            return True


def printed(told: list[Said], stream: str = "stdout") -> str:
    """All text of one stream."""
    return "".join(said["text"] for said in told if said["event"] == "stream" and said["stream"] == stream)


def names(told: list[Said]) -> list[str]:
    """The events, in order; text of one stream counts once."""
    found: list[str] = []
    for said in told:
        if said["event"] != "stream" or found[-1:] != ["stream"]:
            found.append(said["event"])
    return found
