"""What goes wrong, as the browser shows it: nothing typed is lost, and nothing printed becomes part of the page."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import PATIENCE, Window, chromium, example, run, window, write
from studio import Studio

LESSON = "lesson/broadcasting"
BROKEN = "WebSocket|ERR_CONNECTION"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def learner(browser: Browser, studio: Studio) -> Iterator[Window]:
    with window(browser, studio) as one:
        yield one


def test_what_was_typed_while_the_studio_was_away_is_kept(browser: Browser, tmp_path: Path) -> None:
    with Studio(tmp_path) as first:
        learner = Window(browser, first)
        page = learner.open(LESSON)
        write(example(page), "print('typed before')")
        first.stop()
        write(example(page), "print('typed while away')")
        expect(page.locator('[data-banner="offline"]')).to_be_visible()
        expect(example(page).locator(".cell-bar")).to_contain_text("kept in this browser")
    with Studio(tmp_path, port=first.port):
        expect(page.locator('[data-banner="offline"]')).to_have_count(0)
        expect(example(page).locator(".cell-bar")).not_to_contain_text("kept in this browser")
        expect(run(example(page))).to_contain_text("typed while away")
        page.reload()
        expect(example(page).locator("pre.code, .cm-content").first).to_contain_text("typed while away")
        learner.forgive(BROKEN)
        learner.close()


def test_what_was_typed_and_left_while_the_studio_was_away_comes_back(browser: Browser, tmp_path: Path) -> None:
    with Studio(tmp_path) as first:
        learner = Window(browser, first)
        page = learner.open("exercise/softmax")
        expect(page.locator(".cm-content")).to_be_visible()
        first.stop(signal.SIGKILL)
        write(page, "precious = 1")
        page.close()
    with Studio(tmp_path, port=first.port):
        page = learner.tab("exercise/softmax")
        expect(page.locator(".cm-content")).to_have_text("precious = 1")
        page.wait_for_timeout(700)
        page.evaluate("localStorage.clear()")
        page.reload()
        expect(page.locator("pre.code, .cm-content").first).to_contain_text("precious = 1")
        learner.forgive(BROKEN)
        learner.close()


def test_a_killed_kernel_is_told_and_the_next_run_works(learner: Window) -> None:
    cell = example(learner.open(LESSON))
    output = run(cell, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    expect(output.locator(".raised")).to_contain_text("The kernel was lost")
    expect(run(cell, "print(6 * 7)")).to_contain_text("42")


def test_an_endless_loop_is_stopped(learner: Window) -> None:
    cell = example(learner.open(LESSON))
    write(cell, "print('begun', flush=True)\nwhile True:\n    pass")
    learner.page.keyboard.press("Shift+Enter")
    expect(cell.locator("figure.output")).to_contain_text("begun")
    learner.page.keyboard.press("Control+.")
    expect(cell).to_have_attribute("data-state", "idle")
    expect(cell.locator(".raised strong")).to_have_text("KeyboardInterrupt")


def test_a_second_run_waits_for_its_turn(learner: Window) -> None:
    page = learner.open(LESSON)
    write(example(page), "import time\ntime.sleep(1.5); print('one')")
    page.keyboard.press("Shift+Enter")
    write(example(page, 2), "print('two')")
    page.keyboard.press("Shift+Enter")
    expect(example(page, 2)).to_have_attribute("data-state", "queued")
    expect(example(page, 2).locator("figure.output")).to_contain_text("two")
    expect(example(page).locator("figure.output")).to_contain_text("one")


def test_of_two_tabs_the_later_text_is_kept_and_the_earlier_offered(learner: Window) -> None:
    page = learner.open("exercise/logsumexp")
    other = learner.tab("exercise/logsumexp")
    write(page, "mine = 1")
    write(other, "theirs = 2")
    expect(page.locator(".cm-content")).to_have_text("theirs = 2")
    page.bring_to_front()
    write(page, "mine = 3")
    expect(other.locator(".cm-content")).to_have_text("mine = 3")
    assert page.locator(".cm-content").inner_text().strip() == "mine = 3"


def test_two_tabs_that_were_both_away_keep_both_texts(browser: Browser, tmp_path: Path) -> None:
    with Studio(tmp_path) as first:
        learner, other = Window(browser, first), Window(browser, first)
        for one in (learner, other):
            expect(one.open("exercise/softmax").locator(".cm-content")).to_be_visible()
        first.stop()
        write(learner.page, "mine = 1")
        write(other.page, "theirs = 2")
    with Studio(tmp_path, port=first.port):
        expect(learner.page.locator('[data-banner="offline"]')).to_have_count(0)
        expect(other.page.locator('[data-banner="offline"]')).to_have_count(0)
        texts = re.compile("^(mine = 1|theirs = 2)$")
        expect(learner.page.locator(".cm-content")).to_have_text(texts)
        expect(learner.page.locator(".cm-content")).to_have_text(other.page.locator(".cm-content").inner_text().strip())
        banners = [one.page.locator('[data-banner="draft"]') for one in (learner, other)]
        deadline = time.monotonic() + PATIENCE / 1000  # the offer may come a moment after the text
        while not any(banner.count() for banner in banners):
            assert time.monotonic() < deadline, "the earlier text was offered in neither tab"
            learner.page.wait_for_timeout(50)
        for one in (learner, other):
            one.forgive(BROKEN)
            one.close()


def test_html_and_scripts_in_output_stay_text(learner: Window) -> None:
    attack = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
    page = learner.open(LESSON)
    output = run(example(page), f"print({attack!r})\n{attack!r}")
    expect(output.locator("pre").first).to_contain_text("<script>window.hacked = 1</script>")
    output = run(example(page), f"raise ValueError({attack!r})")
    expect(output.locator(".raised-message")).to_contain_text("<script>")
    rich = f"from IPython.display import HTML, display\ndisplay(HTML({attack!r} + '<b>bold</b>'))"
    output = run(example(page), rich)
    frame = output.locator("iframe")
    expect(frame).to_have_attribute("sandbox", "")
    expect(output.frame_locator("iframe").locator("b")).to_have_text("bold")
    assert page.evaluate("window.hacked") is None
    learner.forgive("sandbox|Content Security Policy|404|ERR_FAILED|net::")


def test_a_flood_of_output_leaves_the_page_usable(learner: Window) -> None:
    cell = example(learner.open(LESSON))
    output = run(cell, "for i in range(1_000_000):\n    print('x' * 100)")
    size = output.evaluate("figure => figure.textContent.length")
    assert 1000 < size < 400_000
    expect(run(cell, "print('after')")).to_contain_text("after")


def test_a_page_that_is_no_longer_signed_in_says_so_and_keeps_what_is_typed(learner: Window) -> None:
    page = learner.open("exercise/cdist")
    expect(page.locator(".cm-content")).to_be_visible()
    learner.context.clear_cookies()
    answer = page.goto(learner.origin + LESSON)
    assert answer is not None
    assert answer.status in (401, 403)
    expect(page.locator("main")).to_contain_text(re.compile("address|token", re.IGNORECASE))
    learner.forgive("401|403")


def test_a_lesson_that_is_not_there_is_a_page_that_says_so(learner: Window) -> None:
    for path in ("lesson/%3Cscript%3Ealert(1)%3C/script%3E", "lesson/..%2f..%2fetc%2fpasswd", "exercise/nothing"):
        answer = learner.page.goto(learner.origin + path)
        assert answer is not None
        assert answer.status == 404
        expect(learner.page.locator("h1")).to_be_visible()
        assert learner.page.locator("script:not([src])").count() == 0
    learner.forgive("404")
