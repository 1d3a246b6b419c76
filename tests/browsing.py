"""A real Chromium that looks at a real studio, and notes whatever it complains of."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, cast

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright

from studio import Studio

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
PATIENCE = 30_000
FLAGS = [
    "--headless",
    "--no-sandbox",  # Chromium refuses to run as root with it, and containers are root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE)

WATCH = """
window.__shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "the browser tests need Chromium: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Window:
    """One browser of one learner, signed in: the pages of a studio, and all complaints about them."""

    def __init__(self, browser: Browser, studio: Studio, *, width: int = 1280, dark: bool = False) -> None:
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(WATCH)
        self.studio = studio
        self.origin = f"http://127.0.0.1:{studio.port}{studio.base}"
        self.complaints: list[str] = []
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()
        self.page.goto(studio.url)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, path: str, page: Page | None = None) -> Page:
        """Go to a page of the course and wait until it is live."""
        page = page or self.page
        page.goto(self.origin + path)
        page.wait_for_selector("html.live")
        return page

    def tab(self, path: str) -> Page:
        """Another tab of the same browser."""
        return self.open(path, self.context.new_page())

    def close(self) -> None:
        """Close it; whatever was complained of is a failure."""
        self.context.close()
        assert self.complaints == []

    def forgive(self, pattern: str) -> None:
        """Of these complaints the test knows: the browser tells of every broken connection."""
        self.complaints = [each for each in self.complaints if not re.search(pattern, each)]


@contextmanager
def window(browser: Browser, studio: Studio, *, width: int = 1280, dark: bool = False) -> Iterator[Window]:
    """A browser that must not have complained when it is closed."""
    one = Window(browser, studio, width=width, dark=dark)
    try:
        yield one
    except BaseException:
        one.context.close()
        raise
    one.close()


# --------------------------------------------------------------------------- what a learner's hands do


def example(page: Page, number: int = 1) -> Locator:
    """An example of a lesson, counted from 1."""
    return page.locator(f"#example-{number}")


def write(place: Page | Locator, code: str) -> None:
    """Put code into the editor of an example or an exercise, by keyboard."""
    place.locator(".code-host").first.scroll_into_view_if_needed()
    editor = place.locator(".cm-content").first
    editor.click()
    keyboard = (place if isinstance(place, Page) else place.page).keyboard
    keyboard.press("Control+a")
    keyboard.press("Delete")
    keyboard.insert_text(code)


def text_of(place: Page | Locator) -> str:
    """What an editor shows, line by line, once it is one: until somebody comes near, the code is plain text."""
    expect(place.locator(".cm-content")).to_be_visible()
    lines = place.locator(".cm-content .cm-line").all_inner_texts()
    return "\n".join(line.rstrip("\n") for line in lines)


def run(cell: Locator, code: str | None = None) -> Locator:
    """Run an example by Shift-Enter, with other code if it is given, and wait for its end; returns its output."""
    if code is not None:
        write(cell, code)
    else:
        cell.locator(".code-host").scroll_into_view_if_needed()
        cell.locator(".cm-content").click()
    cell.page.keyboard.press("Shift+Enter")
    expect(cell).to_have_attribute("data-state", "idle", timeout=3 * PATIENCE)
    return cell.locator("figure.output")


def check(page: Page, code: str) -> Locator:
    """Hand in an answer by Ctrl-Enter; returns its verdict."""
    write(page, code)
    page.keyboard.press("Control+Enter")
    verdict = page.locator(".verdict-body:not(.stale)")
    expect(verdict).to_be_visible(timeout=3 * PATIENCE)
    expect(page.locator(".bench-bar .primary")).to_have_attribute("aria-busy", "false")
    return verdict


# --------------------------------------------------------------------------- what is measured


def axe(page: Page) -> list[str]:
    """What the accessibility checker finds: rule, place, why."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in cast("list[dict[str, Any]]", found["violations"])
        for node in rule["nodes"]
    ]


def shift(page: Page) -> float:
    """How much the page moved by itself since it was loaded."""
    return float(page.evaluate("window.__shift"))
