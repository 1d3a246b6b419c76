"""What a learner waits for in the studio, measured in Chromium: `python benchmarks/studio_browser.py`.

Prints the table of docs/studio.md. Run it on an idle machine: a page is drawn by the same processor that serves it.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import Browser  # noqa: E402

from browsing import chromium, shift, window  # noqa: E402
from studio import Studio  # noqa: E402

PAGES = {
    "map": "",
    "lesson": "lesson/broadcasting",
    "lesson with formulas": "lesson/normalization",
    "exercise": "exercise/softmax",
    "questions": "exercise/what_is_grad",
}
TIMES = 7
WATCH = """
new MutationObserver(() => {
  if (document.documentElement.classList.contains('live')) window.__live ??= performance.now();
  if (document.querySelector('.cm-content')) window.__editor ??= performance.now();
}).observe(document, {subtree: true, childList: true, attributes: true});
"""
READ = """() => [
  performance.getEntriesByType('navigation')[0].responseStart,
  performance.getEntriesByName('first-contentful-paint')[0].startTime,
  window.__live, window.__editor ?? 0,
]"""
ROUND_TRIPS = """lesson => new Promise(done => {
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/socket');
  const over = []; let id = 1, began = 0, own = 0;
  const run = () => {
    id++; began = performance.now();
    socket.send(JSON.stringify({id, do: 'run', lesson, index: 0, code: '1 + 1'}));
  };
  socket.onopen = () => socket.send(JSON.stringify({id: 1, do: 'hello', tab: 'measure'}));
  socket.onmessage = message => {
    const said = JSON.parse(message.data);
    if (said.event === 'welcome') run();
    if (said.event === 'done') own = said.seconds * 1000;
    if (said.id === id && said.event === 'end') {
      over.push(performance.now() - began - own);
      if (over.length < 60) run(); else done(over.slice(10));
    }
  };
})"""


def page_figures(browser: Browser, studio: Studio, path: str) -> tuple[list[float], float]:
    """Milliseconds to first byte, first paint, live page and first editor (medians), and the layout shift."""
    seen, moved = [], 0.0
    for _ in range(TIMES):
        with window(browser, studio) as one:
            one.context.add_init_script(WATCH)
            page = one.open(path)
            page.wait_for_timeout(800)
            seen.append(page.evaluate(READ))
            moved = max(moved, shift(page))
    return [statistics.median(column) for column in zip(*seen, strict=True)], moved


def sizes() -> None:
    """What is loaded, compressed as a server would send it."""
    static = ROOT / "src/gradschool/web/static"
    total = 0
    for path in sorted(static.iterdir()):
        if path.suffix in (".js", ".css"):
            size = len(gzip.compress(path.read_bytes(), 9))
            total += size
            print(f"| `{path.name}` | {size / 1000:.1f} kB |")
    print(f"| together | {total / 1000:.1f} kB |")


def main() -> None:
    """Measure and print."""
    print("| page | first byte | first paint | live | first editor | layout shift |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home, Studio(Path(home)) as studio, chromium() as browser:
        for name, path in PAGES.items():
            (byte, paint, live, editor), moved = page_figures(browser, studio, path)
            shown = f"{editor:.0f} ms" if editor else "–"
            print(f"| {name} | {byte:.0f} ms | {paint:.0f} ms | {live:.0f} ms | {shown} | {moved:.4f} |")
        with window(browser, studio) as one:
            over = one.open("help").evaluate(ROUND_TRIPS, "indexing")
            print(f"\nRound trip beyond the kernel's own time: {statistics.median(over):.1f} ms (median of 50)\n")
    sizes()


if __name__ == "__main__":
    main()
