"""Running examples for a tab: the kernel's events as messages, as they come, and not more than a page can draw."""

from __future__ import annotations

import base64
import time
from collections.abc import AsyncIterator, Callable, Iterator

import anyio
from msgspec.structs import replace

from gradschool.errors import GradschoolError, NotFound, UsageError
from gradschool.judge.advice import advice
from gradschool.kernel import Done, Event, Failed, Lost, Shown, Stream
from gradschool.render import html
from gradschool.web import protocol
from gradschool.web.hub import Hub, Tab
from gradschool.web.pipe import Pipe

PAUSE = 1 / 30  # seconds between two pieces of streamed text
LARGEST = 256 << 10  # characters in one message
EVERY = 1_000_000  # above this number stands every example of a lesson
Pair = tuple[int, Event]
_LAST = (protocol.Done, protocol.Lost)


async def run_one(hub: Hub, tab: Tab, request: protocol.Run) -> None:
    """Run one example."""
    index = request.index

    def events() -> Iterator[Pair]:
        return ((index, event) for event in hub.session.run_example(request.lesson, index, request.code))

    await _stream(hub, tab, request, events, index)


async def run_above(hub: Hub, tab: Tab, request: protocol.RunAbove | protocol.RunAll) -> None:
    """Run the examples above one, or all."""
    index = request.index if isinstance(request, protocol.RunAbove) else EVERY
    await _stream(hub, tab, request, lambda: hub.session.run_above(request.lesson, index), None)


async def _stream(
    hub: Hub,
    tab: Tab,
    request: protocol.Run | protocol.RunAbove | protocol.RunAll,
    events: Callable[[], Iterator[Pair]],
    only: int | None,
) -> None:
    """Pass events on until the run is over, also if the tab has gone: then they go nowhere."""
    lesson = request.lesson
    if lesson not in hub.session.course.lessons:
        raise NotFound(lesson[:80], "there is no such lesson", "Load the page again.")
    if lesson in hub.running:
        raise UsageError("", "another example of this lesson is still running", "Wait for it, or interrupt it.")
    pipe = Pipe()
    trouble: list[GradschoolError] = []
    hub.runs(lesson, only or 0)
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(hub.thread, lambda: _read(events, request.id, pipe, trouble))
            async for reply in _gathered(pipe):
                if isinstance(reply, _LAST) and only is not None:
                    hub.rests(lesson)  # before anybody hears that it is over, and runs the next
                elif lesson in hub.running and hub.running[lesson] != _index(reply):
                    hub.runs(lesson, _index(reply))
                await tab.outbox.room()
                tab.send(reply)
    finally:
        pipe.leave()
        if only is None or hub.running.get(lesson) == only:
            hub.rests(lesson)
    if trouble:
        raise trouble[0]


def _read(events: Callable[[], Iterator[Pair]], number: int, pipe: Pipe, trouble: list[GradschoolError]) -> None:
    """In a thread: the kernel's events, one after the other. It waits where the page is slower than the kernel."""
    try:
        for index, event in events():
            pipe.put(message(number, index, event))
    except GradschoolError as error:
        trouble.append(error)
    finally:
        pipe.end()


async def _gathered(pipe: Pipe) -> AsyncIterator[protocol.Reply]:
    """The same messages; text that comes thick and fast in fewer and longer ones, never later than `PAUSE`."""
    told = 0.0
    after: protocol.Reply | None = None
    while True:
        reply = after or pipe.pop()
        if reply is None:
            if pipe.over:
                return
            await pipe.wait()
            continue
        after = None
        if isinstance(reply, protocol.Stream):
            parts, after = await _more(pipe, reply, told + PAUSE - time.monotonic())
            reply = replace(reply, text="".join(parts))
            told = time.monotonic()
        yield reply


async def _more(pipe: Pipe, first: protocol.Stream, seconds: float) -> tuple[list[str], protocol.Reply | None]:
    """What follows `first` on its stream within some seconds, and what came that must not wait."""
    parts, size = [first.text], len(first.text)
    with anyio.move_on_after(max(0.0, seconds)):
        while size < LARGEST:
            reply = pipe.pop()
            if reply is None:
                if seconds <= 0 or pipe.over:
                    break
                await pipe.wait()
            elif isinstance(reply, protocol.Stream) and (reply.stream, reply.index) == (first.stream, first.index):
                parts.append(reply.text)
                size += len(reply.text)
            else:
                return parts, reply
    return parts, None


def _index(reply: protocol.Reply) -> int:
    found: int = getattr(reply, "index", 0)
    return found


def message(number: int, index: int, event: Event) -> protocol.Reply:
    """What a page hears of a kernel's event."""
    if isinstance(event, Stream):
        return protocol.Stream(number, index, event.stream, event.text)
    if isinstance(event, Shown):
        png = base64.b64encode(event.png).decode() if event.png else ""
        return protocol.Shown(number, index, event.mime, png, event.result)
    if isinstance(event, Failed):
        helps = advice(event.name, event.message)
        facts = (event.name, event.message, list(event.traceback), event.line)
        return protocol.Failed(number, index, *facts, html.prose(helps) if helps else "")
    if isinstance(event, Done):
        return protocol.Done(number, index, event.ok, event.seconds)
    if isinstance(event, Lost):
        return protocol.Lost(number, index, event.reason, event.message)
    return protocol.Training(number, index, event.step, event.loss, event.rate, list(event.points))
