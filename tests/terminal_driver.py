"""Drives the terminal app in tests: opens it somewhere, presses keys, waits, and reads what the terminal shows."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from gradschool.model import Place
from gradschool.session import Session
from gradschool.terminal.app import GradschoolApp
from gradschool.terminal.screens.home import HomeScreen
from gradschool.terminal.widgets.editor import CodeEditor
from gradschool.terminal.widgets.example import ExampleBlock

HERE = Path(__file__).parent
SNAPSHOTS = HERE / "snapshots"
SMALL_COURSE = HERE / "fixtures" / "small_course"
NARROW, WIDE = (80, 24), (120, 40)
PATIENCE = 90.0  # seconds: a machine under load is slow, and that is no fault of the program


@asynccontextmanager
async def opened(
    session: Session, place: Place | None = None, size: tuple[int, int] = NARROW
) -> AsyncIterator[Pilot[int]]:
    """The app on a terminal of that size, at that place."""
    app = GradschoolApp(session)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and app.screen.query("#contents"))
        if place is not None:
            app.open_place(place)
            await until(pilot, lambda: not isinstance(app.screen, HomeScreen) and app.screen.is_mounted)
        await pilot.pause()
        yield pilot


def shown(pilot: Pilot[int]) -> str:
    """What the terminal shows, as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def until(pilot: Pilot[int], holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    for _ in range(int(PATIENCE / 0.02)):
        await pilot.pause(0.02)
        if holds():
            await pilot.pause()
            return
    raise AssertionError(f"this never came about:\n{shown(pilot)}")


async def typed(pilot: Pilot[int], text: str) -> None:
    """Type some text."""
    names = {" ": "space", "\n": "enter"}
    await pilot.press(*(names.get(character, character) for character in text))


def check_snapshot(name: str, text: str) -> None:
    """Compare with the kept text; GRADSCHOOL_UPDATE_SNAPSHOTS=1 keeps this one instead, for its diff to be read."""
    path = SNAPSHOTS / f"terminal_{name}.txt"
    text = re.sub(r"\d+(\.\d+)? m?s\b", "? s", text)
    if os.environ.get("GRADSCHOOL_UPDATE_SNAPSHOTS") == "1":
        path.write_text(text + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text + "\n"


def code_of(pilot: Pilot[int]) -> CodeEditor:
    """The editor of the exercise that is open."""
    return pilot.app.screen.query_one("#code", CodeEditor)


def example(pilot: Pilot[int], index: int) -> ExampleBlock:
    """An example of the lesson that is open."""
    return pilot.app.screen.query(ExampleBlock)[index]
