"""Measure how tall every explorer is, so that a page can leave room for its picture before it has come.

Usage: python tools/explorer_rooms.py
Writes frontend/css/explorer-rooms.css; build the front end afterwards. Needs Chromium.
Text wraps differently with other fonts, so heights are rounded up: a little room too much moves nothing.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import Browser  # noqa: E402

from browsing import chromium, window  # noqa: E402
from studio import Studio  # noqa: E402

# The widths between which an explorer is laid out anew (see explorer.css), each with a window that stands for it. The
# narrowest of a range is the tallest.
LAYOUTS = (("", 1040), ("(max-width: 64rem)", 760), ("(max-width: 46rem)", 360))
NATURAL = "figure => { figure.style.minHeight = '0'; return figure.getBoundingClientRect().height; }"


def heights(browser: Browser, studio: Studio, width: int) -> dict[str, float]:
    """The height of every explorer that stands in a lesson, in rem, by its name; the tallest where it stands twice."""
    found: dict[str, float] = {}
    with window(browser, studio, width=width) as one:
        page = one.open("")
        lessons = page.locator("[data-lesson] > a").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        for address in lessons:
            page.goto(one.origin.rstrip("/") + address.removeprefix(studio.base.rstrip("/")))
            for figure in page.locator("figure.explorer").all():
                figure.scroll_into_view_if_needed()
                figure.locator(".explorer-picture > *").first.wait_for(timeout=90_000)
                page.wait_for_timeout(100)
                name = figure.get_attribute("data-name") or ""
                found[name] = max(found.get(name, 0.0), figure.evaluate(NATURAL) / 16)
    return found


def sheet(measured: dict[str, dict[str, float]]) -> str:
    """The style sheet: for each layout one rule for each explorer."""
    lines = [
        "/* Written by `python tools/explorer_rooms.py`: the room that each picture takes, left until it has come. */"
    ]
    for condition, found in measured.items():
        lines.append(f"@media (scripting: enabled){f' and {condition}' if condition else ''} {{")
        for name, height in sorted(found.items()):
            rem = math.ceil(2 * height + 0.5) / 2
            lines.append(f'  figure.explorer[data-name="{name}"]:not(.live) {{ min-height: {rem:g}rem; }}')
        lines.append("}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure and write; 0 when done."""
    with chromium() as browser, tempfile.TemporaryDirectory() as home, Studio(Path(home)) as studio:
        measured = {condition: heights(browser, studio, width) for condition, width in LAYOUTS}
    path = ROOT / "frontend/css/explorer-rooms.css"
    path.write_text(sheet(measured), "utf-8")
    print(f"{path.relative_to(ROOT)}: {len(measured[''])} explorers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
