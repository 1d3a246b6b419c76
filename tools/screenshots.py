"""Take the README's pictures of the studio: a real server, a real Chromium, real verdicts.

Usage: python tools/screenshots.py [FOLDER]
Without a folder it renews those that the README shows, in docs/images; with one it writes all that it takes, every
explorer and the dark pages among them, to be looked at. Needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import Browser, Locator  # noqa: E402

from browsing import Window, check, chromium, example, run, window  # noqa: E402
from studio import Studio  # noqa: E402

OVERFLOWS = """\
import torch


def softmax(input: torch.Tensor, dim: int) -> torch.Tensor:
    powers = input.exp()
    return powers / powers.sum(dim, keepdim=True)
"""
TRAINS = """\
import torch
from torch import nn
from gradschool.datasets import digits

images, labels = digits()
model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
for epoch in range(5):
    for batch in torch.randperm(len(images)).split(64):
        loss = nn.functional.cross_entropy(model(images[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""


def shoot(one: Window, name: str, folder: Path) -> None:
    """The window as it is."""
    one.page.wait_for_timeout(500)
    one.page.screenshot(path=folder / f"studio-{name}.png")
    print(f"studio-{name}.png")


def learner(one: Window, folder: Path, suffix: str = "") -> None:
    """Map, lesson, training and a named mistake."""
    one.open("")
    shoot(one, f"map{suffix}", folder)
    page = one.open("lesson/broadcasting")
    run(example(page))
    page.mouse.wheel(0, -2000)
    shoot(one, f"lesson{suffix}", folder)
    run(example(page), TRAINS)
    example(page).locator(".training").scroll_into_view_if_needed()
    shoot(one, f"training{suffix}", folder)
    example(page).get_by_role("button", name="Reset example 1").click()
    page = one.open("exercise/softmax")
    check(page, OVERFLOWS)
    shoot(one, f"exercise{suffix}", folder)


def explorers(one: Window, folder: Path) -> None:
    """Every explorer that stands in a lesson, by its name."""
    page = one.open("")
    page.set_viewport_size({"width": 1280, "height": 1600})  # or the page's bar lies over what is taller
    lessons = page.locator("[data-lesson] > a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for address in lessons:
        page.goto(one.origin.rstrip("/") + address.removeprefix(one.studio.base.rstrip("/")))
        for figure in page.locator("figure.explorer").all():
            figure.scroll_into_view_if_needed()
            figure.locator(".explorer-picture > *").first.wait_for(timeout=90_000)
            picture(figure, folder)


def picture(figure: Locator, folder: Path) -> None:
    """One explorer."""
    name = f"explorer-{figure.get_attribute('data-name')}.png"
    figure.page.wait_for_timeout(300)
    figure.screenshot(path=folder / name)
    print(name)


def take(browser: Browser, folder: Path) -> None:
    """All pictures."""
    with tempfile.TemporaryDirectory() as home, Studio(Path(home)) as studio:
        with window(browser, studio) as one:
            learner(one, folder)
            explorers(one, folder)
        with window(browser, studio, dark=True) as one:
            learner(one, folder, "-dark")


def main(words: list[str]) -> int:
    """Take them; 0 when all are there."""
    with chromium() as browser, tempfile.TemporaryDirectory() as scratch:
        folder = Path(words[0] if words else scratch)
        folder.mkdir(parents=True, exist_ok=True)
        take(browser, folder)
        if not words:
            readme = (ROOT / "README.md").read_text("utf-8")
            for path in folder.glob("*.png"):
                if path.name in readme:
                    shutil.copyfile(path, ROOT / "docs/images" / path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
