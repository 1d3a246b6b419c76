"""What a page may ask for, but for runs: one function a request, each no more than the session's own verb."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from gradschool import __version__
from gradschool.errors import NotFound
from gradschool.model import Place
from gradschool.render import html
from gradschool.session.searching import search
from gradschool.web import protocol, verdicts
from gradschool.web.hub import Hub, Tab
from gradschool.web.pages import revision

Verb = Callable[[Hub, Tab, Any], Awaitable[None]]
MOST_ATTEMPTS = 50


async def hello(hub: Hub, tab: Tab, request: protocol.Hello) -> None:
    """A tab introduces itself. What was typed while it was alone is kept before anything else is said."""
    tab.name = request.tab[:64]
    saved = [await _kept(hub, tab, draft) for draft in request.drafts]
    lesson = request.page if request.kind == "lesson" and request.page in hub.session.course.lessons else ""
    exercise = request.page if request.kind == "exercise" and request.page in hub.session.course.exercises else ""
    tab.lesson = lesson
    # Before the welcome: a page's first `visit` must not be overtaken by its own opening.
    if lesson:
        await hub.thread(lambda: _open(hub, lesson))
    elif exercise:
        await hub.thread(lambda: hub.session.visit(Place("exercise", exercise)))
    running = list(hub.running.items())
    tab.send(protocol.Welcome(request.id, hub.server, __version__, saved, running, sorted(hub.paused)))
    if lesson:
        await hub.say_progress("lesson", lesson)
    elif exercise:
        await hub.thread(lambda: hub.session.prepare(exercise))


def _open(hub: Hub, lesson: str) -> None:
    place = hub.session.status().place
    here = place is not None and (place.kind, place.id) == ("lesson", lesson)
    hub.session.open_lesson(lesson, place.block if here and place is not None else 0)


async def interrupt(hub: Hub, tab: Tab, request: protocol.Interrupt) -> None:
    """Stop what runs; what is paused goes on to hear of it."""
    lesson = _lesson(hub, request.lesson)
    await hub.thread(lambda: hub.session.interrupt(lesson))
    hub.froze(lesson, paused=False)
    tab.send(protocol.End(request.id))


async def restart(hub: Hub, tab: Tab, request: protocol.Restart) -> None:
    """An empty namespace."""
    lesson = _lesson(hub, request.lesson)
    await hub.thread(lambda: hub.session.restart(lesson))
    tab.send(protocol.End(request.id))


async def pause(hub: Hub, tab: Tab, request: protocol.Pause) -> None:
    """Freeze what runs."""
    lesson = _lesson(hub, request.lesson)
    if await hub.thread(lambda: hub.session.pause(lesson)):
        hub.froze(lesson, paused=True)
    tab.send(protocol.End(request.id))


async def resume(hub: Hub, tab: Tab, request: protocol.Resume) -> None:
    """Let it go on."""
    lesson = _lesson(hub, request.lesson)
    await hub.thread(lambda: hub.session.resume(lesson))
    hub.froze(lesson, paused=False)
    tab.send(protocol.End(request.id))


async def complete(hub: Hub, tab: Tab, request: protocol.Complete) -> None:
    """Names that fit."""
    place = request.place
    if place not in hub.session.course.exercises:
        _lesson(hub, place)
    cursor = max(0, min(request.cursor, len(request.code)))
    found = await hub.thread(lambda: hub.session.complete(place, request.code, cursor))
    items = [protocol.Completion(one.text, one.start, one.end, one.kind, one.signature) for one in found]
    tab.send(protocol.Completions(request.id, items))


# --------------------------------------------------------------------------- texts


async def save(hub: Hub, tab: Tab, request: protocol.Save) -> None:
    """Keep a text, and tell the other tabs."""
    draft = protocol.Draft(request.place, request.code, request.answers, request.seen)
    tab.send(msgspec.structs.replace(await _kept(hub, tab, draft), id=request.id))


async def _kept(hub: Hub, tab: Tab, draft: protocol.Draft) -> protocol.Saved:
    saved = await hub.thread(lambda: hub.save(tab.name, draft))
    await _say_draft(hub, tab, draft.place, saved.revision)
    return saved


async def revert(hub: Hub, tab: Tab, request: protocol.Revert) -> None:
    """Back to the text of the course."""
    saved = await hub.thread(lambda: hub.revert(tab.name, request.place))
    tab.send(msgspec.structs.replace(saved, id=request.id))
    await _say_draft(hub, tab, request.place, saved.revision)


async def _say_draft(hub: Hub, tab: Tab, place: str, known: str) -> None:
    if len(hub.tabs) < 2:
        return
    code = await hub.thread(lambda: hub.kept(place))
    if revision(code) == known:  # else somebody has written since, and says so
        answers = hub.answers_of(place, code)
        hub.tell(protocol.DraftChanged(0, place, code, known, tab.name, answers), besides=tab)


# --------------------------------------------------------------------------- exercises


async def submit(hub: Hub, tab: Tab, request: protocol.Submit) -> None:
    """Judge an answer."""
    name = _exercise(hub, request.exercise)
    session, place = hub.session, f"exercise/{name}"
    code = hub.code_of(place, request.code, request.answers)
    report = await hub.thread(lambda: session.submit(name, code))
    texts, status = session.texts(name), await hub.thread(session.status)
    progress = status.exercises[name]
    follows = session.follows(report)
    folder, links = session.course.exercises[name].folder, hub.pages.links

    def resolve(target: str) -> str:
        return links.resolved(target, folder)

    tab.send(
        protocol.Verdict(
            request.id,
            verdicts.facts(report),
            verdicts.prose(report, texts, hub.answers_of(place, code) or {}, resolve),
            hub.pages.links.named(follows) if follows is not None else None,
            progress.passed or progress.revealed,
        )
    )
    tab.send(protocol.End(request.id))
    await hub.say_progress("exercise", name)


async def hint(hub: Hub, tab: Tab, request: protocol.TakeHint) -> None:
    """The next hint."""
    name = _exercise(hub, request.exercise)
    taken = await hub.thread(lambda: hub.session.hint(name))
    if taken is None:
        total = len(hub.session.texts(name).hints)
        tab.send(protocol.Hint(request.id, 0, total, ""))
    else:
        tab.send(protocol.Hint(request.id, taken.number, taken.total, html.prose(taken.text)))


async def solution(hub: Hub, tab: Tab, request: protocol.ShowSolution) -> None:
    """The solution, once it is open."""
    name = _exercise(hub, request.exercise)
    code = await hub.thread(lambda: hub.session.solution(name))
    tab.send(protocol.Solution(request.id, code, html.program(code)))
    await hub.say_progress("exercise", name)


async def attempts(hub: Hub, tab: Tab, request: protocol.ListAttempts) -> None:
    """What was handed in so far."""
    name = _exercise(hub, request.exercise)
    found = await hub.thread(lambda: hub.session.attempts(name))
    items = [
        protocol.PastAttempt(one.at, one.code, one.outcome.value, one.mistake, one.passed, one.total)
        for one in found[:MOST_ATTEMPTS]
    ]
    tab.send(protocol.Attempts(request.id, items))


async def reset(hub: Hub, tab: Tab, request: protocol.Reset) -> None:
    """Start over."""
    kind = "exercise" if request.exercise else "lesson"
    name = _exercise(hub, request.exercise) if request.exercise else _lesson(hub, request.lesson)
    await hub.thread(lambda: hub.session.reset([name]))
    tab.send(protocol.End(request.id))
    await hub.say_progress(kind, name)
    for place in hub.places_of(kind, name):
        code = await hub.thread(lambda place=place: hub.kept(place))  # type: ignore[misc]
        answers = hub.answers_of(place, code)
        hub.tell(protocol.DraftChanged(0, place, code, revision(code), tab.name, answers), besides=tab)


# --------------------------------------------------------------------------- the rest


async def explore(hub: Hub, tab: Tab, request: protocol.Explore) -> None:
    """A picture."""
    view = await hub.thread(lambda: hub.session.explore(request.name, request.settings))
    tab.send(protocol.View(request.id, msgspec.to_builtins(view)))


async def visit(hub: Hub, tab: Tab, request: protocol.Visit) -> None:
    """Remember where the learner is."""
    name = _lesson(hub, request.place) if request.kind == "lesson" else _exercise(hub, request.place)
    await hub.thread(lambda: hub.session.visit(Place(request.kind, name, max(0, min(request.block, 10_000)))))
    tab.send(protocol.End(request.id))


async def finish(hub: Hub, tab: Tab, request: protocol.Read) -> None:
    """The lesson was read."""
    lesson = _lesson(hub, request.lesson)
    await hub.thread(lambda: hub.session.mark_read(lesson))
    tab.send(protocol.End(request.id))
    await hub.say_progress("lesson", lesson)


async def find(hub: Hub, tab: Tab, request: protocol.Search) -> None:
    """What fits a few letters."""
    hits = search(hub.session.course, request.q[:200], hub.pages.meanings())
    tab.send(protocol.Found(request.id, [hub.pages.links.hit(hit) for hit in hits]))


async def status(hub: Hub, tab: Tab, request: protocol.AskStatus) -> None:
    """How far the learner is."""
    now = await hub.thread(hub.session.status)
    follows = hub.pages.links.named(now.next) if now.next is not None else None
    tab.send(protocol.Status(request.id, now.passed, now.total, follows))


def _lesson(hub: Hub, name: str) -> str:
    if name not in hub.session.course.lessons:
        raise NotFound(name[:80], "there is no such lesson", "Load the page again.")
    return name


def _exercise(hub: Hub, name: str) -> str:
    if name not in hub.session.course.exercises:
        raise NotFound(name[:80], "there is no such exercise", "Load the page again.")
    return name


VERBS: dict[type[protocol.Request], Verb] = {
    protocol.Hello: hello,
    protocol.Interrupt: interrupt,
    protocol.Restart: restart,
    protocol.Pause: pause,
    protocol.Resume: resume,
    protocol.Complete: complete,
    protocol.Save: save,
    protocol.Revert: revert,
    protocol.Submit: submit,
    protocol.TakeHint: hint,
    protocol.ShowSolution: solution,
    protocol.ListAttempts: attempts,
    protocol.Reset: reset,
    protocol.Explore: explore,
    protocol.Visit: visit,
    protocol.Read: finish,
    protocol.Search: find,
    protocol.AskStatus: status,
}
