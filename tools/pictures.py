"""Makes the pictures of the README from the real program: `python tools/pictures.py` writes docs/images/*.svg."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from gradschool.content import read_exercise
from gradschool.model import Place
from gradschool.session import Session, open_session
from gradschool.terminal.app import GradschoolApp
from gradschool.terminal.widgets.example import ExampleBlock

IMAGES = Path(__file__).parents[1] / "docs" / "images"
SIZE = (132, 36)
PATIENCE = 60.0

WRONG = """\
import torch


def softmax(input, dim):
    exponentials = torch.exp(input)
    return exponentials / exponentials.sum(dim, keepdim=True)
"""


async def until(pilot: Pilot[int], holds: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"the program never came to this: {what}")
        await pilot.pause(0.05)
    await pilot.pause(0.3)


def shown(pilot: Pilot[int]) -> str:
    """What stands on the screen."""
    strips = pilot.app.screen._compositor.render_strips()  # noqa: SLF001  # Textual has no public way to read a screen
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def save(pilot: Pilot[int], name: str) -> None:
    """Write the screen as a picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / f"{name}.svg").write_text(pilot.app.export_screenshot(title="gradschool"), encoding="utf-8")
    print(f"wrote {IMAGES / name}.svg")


async def take(session: Session) -> None:
    """Home with some progress, a lesson whose example was run, an exercise with a named mistake."""
    for name in ("dtypes_and_shapes", "linear"):
        session.submit(name, session.texts(name).starter)
    session.submit("silu", read_exercise(session.course.exercises["silu"]).solution)
    for name in ("what_a_tensor_is", "broadcasting"):
        session.mark_read(name)
    session.open_lesson("reductions")
    session.save_draft("softmax", WRONG)
    app = GradschoolApp(session)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Continue" in shown(pilot), "home")
        save(pilot, "home")
        app.open_place(Place("lesson", "broadcasting"))
        await until(pilot, lambda: app.screen.query(ExampleBlock), "the lesson")
        await pilot.press("f5")
        await until(pilot, lambda: "✓" in shown(pilot), "the example's output")
        save(pilot, "lesson")
        app.open_place(Place("exercise", "softmax"))
        await until(pilot, lambda: "exponentials" in shown(pilot), "the exercise")
        await pilot.press("f5")
        await until(pilot, lambda: "overflowed" in shown(pilot), "the named mistake")
        save(pilot, "exercise")


def main() -> int:
    """Take the pictures with a progress of their own."""
    os.environ.setdefault("GRADSCHOOL_THEME", "dark")
    with tempfile.TemporaryDirectory() as home, open_session(Path(home)) as session:
        asyncio.run(take(session))
    return 0


if __name__ == "__main__":
    sys.exit(main())
