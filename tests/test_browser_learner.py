"""The whole way of a learner, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import PATIENCE, Window, check, chromium, example, run, text_of, window, write
from gradschool.content import load_course, read_exercise
from gradschool.model import Attempt, Outcome
from gradschool.progress import Store
from studio import Studio

LESSON = "lesson/broadcasting"
OVERFLOWS = """\
import torch


def softmax(input: torch.Tensor, dim: int) -> torch.Tensor:
    powers = input.exp()
    return powers / powers.sum(dim, keepdim=True)
"""
TRAINS = """\
import time, torch
weight = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(400):
    loss = (weight - torch.arange(3.0)).pow(2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    time.sleep(0.01)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def studio(home: Path) -> Iterator[Studio]:
    with Studio(home) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def learner(browser: Browser, studio: Studio) -> Iterator[Window]:
    with window(browser, studio) as one:
        yield one


def solution(name: str) -> str:
    return read_exercise(load_course().exercises[name]).solution


def test_from_the_map_through_a_lesson_and_an_exercise_to_the_next(learner: Window, home: Path) -> None:
    page = learner.open("")
    page.get_by_role("link", name="Broadcasting", exact=False).first.click()
    output = run(example(page))
    expect(output).to_contain_text("[20, 24, 29, 35]")
    expect(output).to_contain_text("as the lesson states")

    page.goto(learner.origin + "exercise/softmax")
    verdict = check(page, OVERFLOWS)
    expect(verdict.locator(".diagnosis h3")).to_contain_text("overflowed before the division")
    expect(verdict.locator("td.wrong").first).to_be_visible()
    page.get_by_role("button", name="Give me a hint").click()
    expect(page.locator(".hints li")).to_have_count(1)

    verdict = check(page, solution("softmax"))
    expect(verdict.get_by_role("heading", name="Passed")).to_be_visible()
    expect(verdict.get_by_role("link", name=re.compile("^Next"))).to_be_visible()
    page = learner.open("")
    expect(page.locator('[data-exercise="softmax"]')).to_have_attribute("data-state", "passed")
    with Store.open(home) as store:
        assert [one.outcome for one in store.attempts("softmax")] == ["passed", "failed"]


def test_a_changed_example_shows_what_changed_is_kept_and_can_be_reset(learner: Window) -> None:
    page = learner.open(LESSON)
    cell = example(page, 2)
    cell.scroll_into_view_if_needed()
    expect(cell.locator(".cm-content")).to_be_visible()
    original = text_of(cell)
    write(cell, "print('mine')")
    cell.get_by_role("button", name="changed").click()
    expect(cell.locator(".diff .diff-line.in")).to_contain_text("print('mine')")
    page.wait_for_timeout(900)
    page.reload()
    expect(example(page, 2).locator("pre.code, .cm-content").first).to_contain_text("print('mine')")
    example(page, 2).get_by_role("button", name="Reset example 2").click()
    expect(example(page, 2).locator(".cm-content")).not_to_contain_text("mine")
    assert text_of(example(page, 2)) == original
    page.get_by_role("button", name="Undo").click()
    expect(example(page, 2).locator(".cm-content")).to_contain_text("print('mine')")


def test_an_exception_is_explained_beside_its_line(learner: Window) -> None:
    cell = example(learner.open(LESSON))
    output = run(cell, "import torch\ntorch.ones(3) + torch.ones(4)")
    expect(cell.locator(".marked-line.error .line-note")).to_contain_text("The size of tensor a (3)")
    expect(output.locator(".raised strong")).to_have_text("RuntimeError")
    expect(output.locator(".advice")).to_be_visible()


def test_output_streams_colors_and_figures_are_shown(learner: Window) -> None:
    cell = example(learner.open(LESSON))
    write(cell, "import time\nprint('\\x1b[31mred\\x1b[0m first'); time.sleep(2); print('second')")
    learner.page.keyboard.press("Shift+Enter")
    output = cell.locator("figure.output")
    expect(output.locator(".ansi-fg-1")).to_have_text("red")
    assert cell.get_attribute("data-state") == "running"
    expect(output).to_contain_text("second")
    output = run(cell, "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4]);")
    assert output.locator("img.figure").evaluate("image => image.decode().then(() => image.naturalWidth)") > 100


def test_run_all_runs_every_example_in_order(learner: Window) -> None:
    page = learner.open("lesson/indexing")
    stated = page.locator("figure.stated").count()
    page.get_by_role("button", name=re.compile("^Run all")).click()
    stop = page.locator(".lesson-tools button.stop")
    expect(stop).to_be_visible()
    expect(stop).to_have_count(0, timeout=3 * PATIENCE)
    assert page.locator(".raised:not(.expected)").count() == 0
    assert page.locator(".same").count() == stated


def test_what_stands_above_can_be_run_first(learner: Window) -> None:
    cell = example(learner.open("lesson/tape"), 2)
    output = run(cell)
    expect(output.locator(".raised strong")).to_have_text("NameError")
    output.get_by_role("button", name="Run the examples above").click()
    expect(output).to_contain_text("AddBackward0")
    expect(output).to_contain_text("as the lesson states")


def test_a_training_draws_its_loss_and_can_be_paused_and_stopped(learner: Window) -> None:
    cell = example(learner.open(LESSON))
    write(cell, TRAINS)
    learner.page.keyboard.press("Shift+Enter")
    expect(cell.locator(".training polyline.curve")).to_be_visible()
    expect(cell.locator(".training figcaption")).to_contain_text("steps/s")
    cell.get_by_role("button", name="Pause").click()
    expect(cell).to_have_attribute("data-state", "paused")
    cell.get_by_role("button", name="Resume").click()
    expect(cell).to_have_attribute("data-state", "running")
    cell.get_by_role("button", name="Stop").click()
    expect(cell).to_have_attribute("data-state", "idle")
    expect(cell.locator(".raised strong")).to_have_text("KeyboardInterrupt")


def test_names_are_completed_from_the_live_namespace(learner: Window) -> None:
    cell = example(learner.open(LESSON))
    run(cell, "import torch\nvery_long_name = torch.ones(3)")
    write(cell, "very_lo")
    learner.page.keyboard.press("Control+Space")
    expect(learner.page.locator(".cm-tooltip-autocomplete")).to_contain_text("very_long_name")
    learner.page.wait_for_timeout(200)  # a list that has just opened takes no answer yet
    learner.page.keyboard.press("Enter")
    expect(cell.locator(".cm-content")).to_have_text("very_long_name")


def test_an_answer_is_checked_as_one_types_when_asked_to(learner: Window) -> None:
    page = learner.open("exercise/logsumexp")
    page.get_by_label("as I type").check()
    write(page, solution("logsumexp"))
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    page.get_by_label("as I type").uncheck()


def test_earlier_attempts_are_compared_and_brought_back_and_the_solution_opens(learner: Window) -> None:
    page = learner.open("exercise/box_iou")
    check(page, "import torch\n\n\ndef box_iou(a, b):\n    return torch.zeros(len(a), len(b))\n")
    check(page, solution("box_iou"))
    page.get_by_text("Earlier attempts").click()
    expect(page.locator(".attempt")).to_have_count(2)
    page.locator(".attempt").nth(1).click()
    page.get_by_role("button", name="Put this one into the editor").click()
    expect(page.locator(".cm-content")).to_contain_text("torch.zeros(len(a), len(b))")
    page.get_by_role("button", name="Show the solution").click()
    page.get_by_role("button", name="beside mine").click()
    expect(page.locator(".solution .diff-line.in").first).to_be_visible()


def test_a_mistake_is_marked_on_its_line_and_announced(learner: Window) -> None:
    exercise = load_course().exercises["gather_and_scatter"]
    mistake = next(each for each in read_exercise(exercise).mistakes if "# <- here" in each.code)
    page = learner.open(f"exercise/{exercise.id}")
    verdict = check(page, mistake.code)
    expect(verdict.locator(".diagnosis")).to_be_visible()
    expect(page.locator(".marked-line.mistake")).to_have_count(1)
    expect(page.locator("#announce")).to_contain_text("promises hold")
    verdict.get_by_role("button", name=re.compile("^Look at your line")).click()
    expect(page.locator(".cm-editor.cm-focused")).to_be_visible()


def test_predictions_are_answered_one_by_one(learner: Window) -> None:
    page = learner.open("exercise/what_is_grad")
    first = page.locator("fieldset.question").first
    first.get_by_role("textbox").fill("7")
    page.get_by_role("button", name="Check answers").click()
    expect(first).to_have_attribute("data-said", "wrong")
    first.get_by_role("textbox").fill("12")
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("data-said", "right")
    expect(page.locator(".questions-bar")).to_contain_text("1 of 10 right")
    page.wait_for_timeout(900)
    page.reload()
    expect(page.locator("fieldset.question input").first).to_have_value("12")


def test_search_is_one_key_away(learner: Window) -> None:
    page = learner.open(LESSON)
    page.keyboard.press("/")
    page.keyboard.type("einsum")
    expect(page.get_by_role("option").first).to_contain_text("einsum")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("matmul_and_einsum|einsum"))


def test_brackets_turn_the_pages_and_the_theme_is_kept(learner: Window) -> None:
    page = learner.open(LESSON)
    page.keyboard.press("]")
    page.wait_for_url(re.compile("(lesson|exercise)/(?!broadcasting)"))
    page.wait_for_selector("html.live")
    page.keyboard.press("[")
    page.wait_for_url(re.compile("lesson/broadcasting"))
    page.wait_for_selector("html.live")
    page.locator("#toggle-theme").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_everything_is_there_without_a_mouse(learner: Window) -> None:
    page = learner.open("lesson/tape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(40):  # past the bar, the lesson's buttons and its opening question
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Code of example 1":
            break
    page.keyboard.press("Shift+Enter")
    expect(example(page).locator(".output.live")).to_contain_text("dy/dx = 7.0")
    expect(example(page).locator(".cm-content")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('cm-content')")


def test_what_is_due_is_offered_on_the_map_and_solved_once_more(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        moment = time.time_ns() - 9 * 86_400_000_000_000
        past.setattr(time, "time_ns", lambda: moment)
        with Store.open(tmp_path) as store:
            store.record_attempt(Attempt("softmax", OVERFLOWS, Outcome.PASSED, "", 1, 1, moment / 1e9))
            store.save_draft("softmax", OVERFLOWS)
    with Studio(tmp_path) as studio, window(browser, studio) as one:
        page = one.open("")
        page.get_by_role("region", name="Due for review").get_by_role("link").click()
        page.get_by_role("button", name="Solve it once more").click()
        expect(page.get_by_text("your review of it is under way")).to_be_visible()
        page.wait_for_selector("html.live")
        assert "NotImplementedError" in text_of(page)
        check(page, read_exercise(load_course().exercises["softmax"]).solution)
        expect(page.locator("section.verdict")).to_contain_text("Passed")
        page = one.open("")
        expect(page.get_by_text("Due for review")).to_have_count(0)


def test_a_password_opens_the_studio(browser: Browser, tmp_path: Path) -> None:
    with Studio(tmp_path, "--host", "0.0.0.0", GRADSCHOOL_PASSWORD="correct horse battery") as studio:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{studio.port}/")
        page.get_by_label("Password").fill("correct horse battery")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="The course")).to_be_visible()
        context.close()
