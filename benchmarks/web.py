"""How quickly the studio answers, and how small it stays: `python benchmarks/web.py`.

A real server in a process of its own, asked over real connections, in turns with what it is compared to: a Python that
does nothing, and the same live kernel without a server in front of it.
"""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from timing import Sheet, at_most, environment, median, seconds_of
from websockets.sync.client import ClientConnection, connect

from gradschool.content import load_course
from gradschool.kernel import Done, Kernel
from gradschool.worker import own

STARTS, LOADS, ROUNDS = 8, 5, 60
FIRST_PAGE, PAGE, ABOVE, MIB = 0.5, 150, 15, 120
LESSON = "tape"
SCRIPT = Path(sys.executable).with_name("gradschool")
CODES = {"1 + 1": "1 + 1", "a thousand lines": "for i in range(1000): print(i)"}


class Studio:
    """`gradschool web`, and a way in."""

    def __init__(self, home: str) -> None:
        command = [str(SCRIPT), "web", "--no-open", "--port", "0"]
        variables = environment(GRADSCHOOL_HOME=home, PYTHONUNBUFFERED="1")
        self.process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        parts = urlsplit(self.process.stdout.readline().split()[-1])
        self.port = int(parts.port or 0)
        self.line = http.client.HTTPConnection("127.0.0.1", self.port)
        self.cookie = ""
        self.cookie = self.ask(f"/?{parts.query}").headers["set-cookie"].partition(";")[0]

    def ask(self, path: str) -> http.client.HTTPResponse:
        """Load a page to its end."""
        self.line.request("GET", path, headers={"cookie": self.cookie})
        came = self.line.getresponse()
        came.read()
        return came

    def page(self, path: str) -> None:
        """Load a page, which must be there."""
        if self.ask(path).status != 200:
            raise SystemExit(f"{path} is not there")

    def socket(self) -> ClientConnection:
        """A socket as a page of it opens one."""
        headers = {"origin": f"http://127.0.0.1:{self.port}", "cookie": self.cookie}
        address = f"ws://127.0.0.1:{self.port}/socket"
        return connect(address, additional_headers=headers, proxy=None, ping_interval=None)

    def mib(self) -> float:
        """Resident memory of its own process."""
        text = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(text.partition("VmRSS:")[2].split()[0]) / 1024

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def first_page() -> float:
    """Seconds from the start of the process to a page that can be read."""
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        with Studio(home) as studio:
            studio.page(f"/lesson/{LESSON}")
            return time.perf_counter() - began


def over_socket(line: ClientConnection, number: int, code: str) -> float:
    """Seconds from a page's request to the end of the run."""
    began = time.perf_counter()
    line.send(json.dumps({"id": number, "do": "run", "lesson": LESSON, "index": 0, "code": code}))
    until(line, "done", number)
    took = time.perf_counter() - began
    until(line, "end", number)
    return took


def until(line: ClientConnection, event: str, number: int) -> dict[str, Any]:
    """Listen until something has come."""
    while True:
        said: dict[str, Any] = json.loads(line.recv())
        if said["id"] == number and said["event"] in (event, "error"):
            if said["event"] == "error":
                raise SystemExit(str(said))
            return said


def direct(kernel: Kernel, code: str) -> float:
    """Seconds for the same without a server."""
    began = time.perf_counter()
    if not isinstance(list(kernel.run(code))[-1], Done):
        raise SystemExit("the kernel was lost")
    return time.perf_counter() - began


def starts(sheet: Sheet) -> None:
    """From nothing to the first page."""
    nothing, studio = [], []
    for _ in range(STARTS):
        nothing.append(
            seconds_of(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True, env=environment()))
        )
        studio.append(first_page())
    sheet.line("python -c pass", nothing)
    sheet.line("gradschool web, to its first lesson", studio, at_most(min(studio), FIRST_PAGE, "s"))


def pages(sheet: Sheet, studio: Studio) -> None:
    """Every page of the course, the first time and later."""
    course = load_course()
    paths = ["/", *(f"/lesson/{name}" for name in course.lessons), *(f"/exercise/{name}" for name in course.exercises)]
    first = [seconds_of(lambda path=path: studio.page(path)) for path in paths]  # type: ignore[misc]
    again = [seconds_of(lambda path=path: studio.page(path)) for _ in range(LOADS) for path in paths]  # type: ignore[misc]
    sheet.line(f"{len(paths)} pages, the first time", first, at_most(1000 * median(first), PAGE, "ms"))
    sheet.line("the same, later", again, at_most(1000 * median(again), PAGE, "ms"))
    slowest = min(again[paths.index(f"/lesson/{LESSON}") :: len(paths)])
    sheet.line(f"lesson {LESSON}, best", [], at_most(1000 * slowest, PAGE, "ms"))


def cells(sheet: Sheet, studio: Studio) -> None:
    """A cell over the socket, and in the same kind of kernel without one."""
    with tempfile.TemporaryDirectory() as folder, own() as worker, studio.socket() as line:
        line.send(json.dumps({"id": 1, "do": "hello", "tab": "benchmark", "kind": "lesson", "page": LESSON}))
        until(line, "welcome", 1)
        with Kernel(lambda: worker.fork("live", {"folder": folder})) as kernel:
            number = 10
            for code in ("import torch", "1"):  # what is not counted: the start
                direct(kernel, code)
                over_socket(line, number := number + 1, code)
            time.sleep(8)  # both warm processes use their first pause to import torch's compiler
            for name, code in CODES.items():
                bare, socket = [], []
                for _ in range(ROUNDS):
                    bare.append(direct(kernel, code))
                    socket.append(over_socket(line, number := number + 1, code))
                sheet.line(f"{name}, in the kernel", bare)
                above = 1000 * (median(socket) - median(bare))
                least = 1000 * (min(socket) - min(bare))
                sheet.line(f"{name}, over the socket", socket, at_most(above, ABOVE, "ms"))
                sheet.line("  above the kernel's own, at best", [], at_most(least, ABOVE, "ms"))


def main() -> int:
    """Measure, print, and return 0 if everything is as promised."""
    sheet = Sheet("The studio")
    starts(sheet)
    with tempfile.TemporaryDirectory() as home, Studio(home) as studio:
        sheet.line("its own process, idle", [], at_most(studio.mib(), MIB, "MiB"))
        pages(sheet, studio)
        cells(sheet, studio)
        sheet.line("its own process, after all that", [], at_most(studio.mib(), MIB, "MiB"))
    return sheet.finish()


if __name__ == "__main__":
    raise SystemExit(main())
