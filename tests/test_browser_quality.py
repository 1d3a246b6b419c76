"""Pages that everybody can read, that do not move by themselves, and that are there at once."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browsing import ROOT, axe, check, chromium, example, run, shift, window
from studio import Studio

STATIC = ROOT / "src/gradschool/web/static"
PAGES = (
    "",
    "lesson/reductions",
    "lesson/normalization",
    "exercise/softmax",
    "exercise/what_is_grad",
    "exercise/dtypes_and_shapes",
    "glossary",
    "search?q=soft",
    "help",
)
WRONG = """\
import torch


def softmax(input: torch.Tensor, dim: int) -> torch.Tensor:
    powers = input.exp()
    return powers / powers.sum(dim, keepdim=True)
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_a_rule_of_accessibility(browser: Browser, studio: Studio, path: str, dark: bool) -> None:
    with window(browser, studio, dark=dark) as one:
        page = one.open(path)
        page.wait_for_timeout(600)  # editors open when the browser is idle
        assert axe(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_verdicts_outputs_banners_and_search_break_none_either(browser: Browser, studio: Studio, dark: bool) -> None:
    with window(browser, studio, dark=dark) as one:
        page = one.open("exercise/softmax")
        check(page, WRONG)
        page.get_by_text("Earlier attempts").click()
        expect(page.locator(".attempt").first).to_be_visible()
        assert axe(page) == []
        page = one.open("lesson/broadcasting")
        run(example(page), "print('\\x1b[31mred\\x1b[32mgreen\\x1b[33myellow\\x1b[36mcyan'); 1 / 0")
        expect(example(page).locator(".raised")).to_be_visible()
        example(page).get_by_role("button", name="changed").click()
        assert axe(page) == []
        example(page).get_by_role("button", name="Reset example 1").click()
        expect(page.locator(".banner")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        page.keyboard.type("soft")
        expect(page.get_by_role("option").first).to_be_visible()
        assert axe(page) == []


@pytest.mark.parametrize("width", [1280, 390], ids=["laptop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_moves_by_itself_or_is_wider_than_its_window(
    browser: Browser, studio: Studio, path: str, width: int
) -> None:
    with window(browser, studio, width=width) as one:
        page = one.open(path)
        page.wait_for_timeout(600)
        for _ in range(6):
            page.mouse.wheel(0, 700)
            page.wait_for_timeout(120)
        assert shift(page) < 0.02
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_that_a_browser_loads_weighs_under_300_kb() -> None:
    files = [path for path in STATIC.iterdir() if path.suffix in (".js", ".css", ".svg")]
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    assert sum(sizes.values()) < 300_000, sizes
    assert sizes["studio.js"] < 40_000, sizes


def test_an_editor_takes_the_very_place_of_the_code_that_it_replaces(browser: Browser, studio: Studio) -> None:
    box = "e => { const r = e.getBoundingClientRect(); return [r.x, r.y + scrollY, r.width, r.height].map(Math.round) }"
    with window(browser, studio) as one:
        one.context.add_init_script("window.IntersectionObserver = class { observe() {} disconnect() {} }")
        page = one.open("lesson/broadcasting")
        cell = example(page)
        before = cell.evaluate(box), cell.locator("pre.code span").first.evaluate(box)
        cell.locator("pre.code").focus()
        expect(cell.locator(".cm-content")).to_be_visible()
        after = cell.evaluate(box), cell.locator(".cm-line span").first.evaluate(box)
        assert after == before


def test_a_page_is_a_document_before_any_script_runs(browser: Browser, studio: Studio) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(studio.url)
    page.get_by_role("link", name="Broadcasting", exact=False).first.click()
    expect(page.locator("h1")).to_have_text("Broadcasting")
    expect(page.locator("#example-1 pre.code")).to_contain_text("departure + travel")
    expect(page.locator("#example-1 figure.output")).to_contain_text("[20, 24, 29, 35]")
    context.close()


def test_the_built_files_name_no_address_outside() -> None:
    built = [path.read_text(encoding="utf-8") for path in STATIC.iterdir() if path.suffix in (".js", ".css")]
    addresses = {found for text in built for found in re.findall(r"\w+://[\w.]+/", text)}
    assert addresses == {"http://www.w3.org/"}  # names of XML's kinds, which nobody fetches


def test_the_bar_is_as_wide_as_the_window_on_pages_of_every_kind(browser: Browser, studio: Studio) -> None:
    with window(browser, studio) as one:
        widths = {}
        for path in ("", "lesson/tape", "exercise/softmax", "glossary", "search?q=soft", "help", "nothing-here"):
            one.page.goto(one.origin + path)
            widths[path] = one.page.locator("header.bar").evaluate("bar => bar.getBoundingClientRect().width")
        one.forgive("404")
        assert widths == dict.fromkeys(widths, 1280)
