"""One tab's conversation: each request is answered by a task of its own, so that none waits for another."""

from __future__ import annotations

import anyio
import msgspec
from anyio.abc import TaskGroup
from starlette.websockets import WebSocket, WebSocketDisconnect

from gradschool.errors import GradschoolError
from gradschool.web import protocol
from gradschool.web.hub import Hub, Tab
from gradschool.web.outbox import Outbox
from gradschool.web.running import run_above, run_one
from gradschool.web.verbs import VERBS

MOST_AT_ONCE = 64  # requests of one tab under way


async def converse(socket: WebSocket, hub: Hub) -> None:
    """Talk with one tab until it leaves."""
    await socket.accept()
    tab = Tab(Outbox())
    hub.join(tab)
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_send, socket, tab.outbox, tasks)
            await _receive(socket, hub, tab, tasks)
            tasks.cancel_scope.cancel()
    finally:
        tab.outbox.close()
        hub.leave(tab)


async def _send(socket: WebSocket, outbox: Outbox, tasks: TaskGroup) -> None:
    """Send what waits, in order."""
    try:
        while (reply := await outbox.take()) is not None:
            await socket.send_text(protocol.written(reply))
    except (WebSocketDisconnect, RuntimeError, OSError):  # it left in the middle of a word
        pass
    tasks.cancel_scope.cancel()


async def _receive(socket: WebSocket, hub: Hub, tab: Tab, tasks: TaskGroup) -> None:
    room = anyio.Semaphore(MOST_AT_ONCE)
    while True:
        try:
            text = await socket.receive_text()
        except (WebSocketDisconnect, KeyError, RuntimeError):
            return
        try:
            request = protocol.read(text)
        except (msgspec.DecodeError, RecursionError) as error:
            what = f"this message is not one that the studio knows ({error})"
            tab.send(protocol.Error(protocol.id_of(text), "", what, "Load the page again.", "Protocol"))
            continue
        if isinstance(request, protocol.Run | protocol.RunAbove | protocol.RunAll):
            hub.start(lambda request=request: _run(hub, tab, request))  # type: ignore[misc]
            continue
        await room.acquire()
        tasks.start_soon(_answer, hub, tab, request, room)


async def _run(hub: Hub, tab: Tab, request: protocol.Run | protocol.RunAbove | protocol.RunAll) -> None:
    """A run goes on when its tab is gone: the page may come back."""
    try:
        if isinstance(request, protocol.Run):
            await run_one(hub, tab, request)
        else:
            await run_above(hub, tab, request)
        tab.send(protocol.End(request.id))
        await hub.say_progress("lesson", request.lesson)
    except GradschoolError as error:
        tab.send(_told(request.id, error))
    except Exception as error:  # noqa: BLE001  our fault costs a run, never the studio
        tab.send(_our_fault(request.id, error))


async def _answer(hub: Hub, tab: Tab, request: protocol.Request, room: anyio.Semaphore) -> None:
    try:
        await VERBS[type(request)](hub, tab, request)
    except GradschoolError as error:
        tab.send(_told(request.id, error))
    except Exception as error:  # noqa: BLE001  our fault costs a request, never the conversation
        tab.send(_our_fault(request.id, error))
    finally:
        room.release()


def _told(number: int, error: GradschoolError) -> protocol.Error:
    return protocol.Error(number, error.where, error.what, error.repair, type(error).__name__)


def _our_fault(number: int, error: Exception) -> protocol.Error:
    what = f"the studio failed ({type(error).__name__}: {error})"
    return protocol.Error(number, "", what, "This is our fault, not yours. What you typed is kept.", "OurFault")
