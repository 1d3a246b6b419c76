"""Every explorer, moved by hand in a real browser: each of its controls is heard, and the picture follows."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import axe, chromium, window
from gradschool.content import explorers
from studio import Studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


# The figure stands in the document before the page's own scripts run, as if the server had rendered it.
STANDS = """
document.addEventListener('readystatechange', () => {
  if (document.readyState === 'interactive') document.getElementById('content').innerHTML = FIGURE;
});
"""


def standing(page: Page, address: str, name: str) -> Locator:
    """A page on which this explorer stands alone, as a lesson's page would hold it."""
    data = json.dumps({"name": name, "settings": {}, "text": name})
    figure = (
        f'<article class="lesson"><h1>{name}</h1><figure class="explorer" data-name="{name}">'
        f'<figcaption>{name}</figcaption><script type="application/json" class="data">{data}</script>'
        "</figure></article>"
    )
    page.add_init_script(STANDS.replace("FIGURE", json.dumps(figure)))
    page.goto(address)
    found = page.locator("figure.explorer")
    expect(found.locator(".explorer-picture > *").first).to_be_visible()
    return found


def settled(figure: Locator) -> str:
    """The picture, once the last one that was asked for has come."""
    figure.page.wait_for_timeout(200)
    expect(figure).not_to_have_attribute("aria-busy", "true")
    return figure.locator(".explorer-picture").inner_html()


def moves(figure: Locator) -> int:
    """Move every control a little; how many of them changed the picture."""
    changed = 0
    for number in range(figure.locator(".field, .segments").count()):
        before = settled(figure)
        field = figure.locator(".field, .segments").nth(number)
        if field.locator("input[type=range]").count():
            field.locator("input").press("ArrowLeft")
            field.locator("input").press("ArrowLeft")
        elif field.locator("button[aria-pressed=false]").count():
            field.locator("button[aria-pressed=false]").first.click()
        elif field.locator("select").count():
            field.locator("select").select_option(index=1)
        elif field.locator("input[type=checkbox]").count():
            field.locator("input").click()
        changed += settled(figure) != before
    return changed


@pytest.mark.parametrize("name", sorted(explorers()))
def test_an_explorer_follows_its_controls(browser: Browser, studio: Studio, name: str) -> None:
    with window(browser, studio) as one:
        figure = standing(one.page, one.origin + "help", name)
        assert moves(figure) > 0
        assert figure.locator(".raised").count() == 0
        assert axe(one.page) == []


def test_an_explorer_plays_by_itself_until_its_end(browser: Browser, studio: Studio) -> None:
    with window(browser, studio) as one:
        figure = standing(one.page, one.origin + "help", "convolution")
        steps = figure.locator("output").last
        before = int(steps.inner_text())
        figure.locator(".play-button").click()
        expect(steps).not_to_have_text(str(before))
        expect(steps).not_to_have_text(str(before + 1))
        figure.locator(".play-button").click()


def test_a_setting_that_cannot_be_read_is_told_and_the_picture_stays(browser: Browser, studio: Studio) -> None:
    with window(browser, studio) as one:
        figure = standing(one.page, one.origin + "help", "tensor_xray")
        figure.locator("input[type=text]").fill("torch.arange(")
        expect(figure.locator(".raised")).to_be_visible()
        figure.locator("input[type=text]").fill("torch.arange(6).view(2, 3).T")
        expect(figure.locator(".raised")).to_have_count(0)
        expect(figure.locator(".explorer-picture")).to_contain_text("(3, 2)")
