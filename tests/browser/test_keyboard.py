"""All that a page offers can be had without a mouse, and the reader sees where they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KINDS, Paths
from tests.browser.looking import box, focused, marks
from tests.browser.reading import Reader
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION

_STEPS = 25


@pytest.mark.parametrize("kind", KINDS)
def test_first_key_offers_to_skip_what_all_pages_have(reader: Reader, paths: Paths, kind: str) -> None:
    page = reader.open(paths[kind])
    page.keyboard.press("Tab")
    skip = focused(page)
    expect(skip).to_be_in_viewport()
    assert (skip.get_attribute("href") or "").startswith("#")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page).evaluate("e => !!e.closest('main, footer')")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_of_the_tabulator_can_be_seen(reader: Reader, paths: Paths, kind: str, scheme: str) -> None:
    page = reader.open(paths[kind], color_scheme=scheme)
    for _ in range(_STEPS):
        page.keyboard.press("Tab")
        if focused(page).count() == 0:
            return
        assert_seen(page)


def test_question_is_asked_and_its_source_opened_by_keys(reader: Reader) -> None:
    page = reader.open("/")
    press_until(page, "input[type=search]")
    page.keyboard.type(WALL_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    press_until(page, "main a[href*='#f-']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/a/*#f-*")
    expect(page.locator(":target")).to_contain_text(NO_WALL)


def press_until(page: Page, selector: str) -> None:
    """Press the tabulator until such an element has the focus."""
    for _ in range(_STEPS):
        page.keyboard.press("Tab")
        if focused(page).evaluate("(e, selector) => e.matches(selector)", selector):
            return
    pytest.fail(f"no {selector} within {_STEPS} keys")


def assert_seen(page: Page) -> None:
    """What has the focus is in the window and looks otherwise than without it."""
    stop = focused(page)
    expect(stop).to_be_in_viewport()
    where = box(stop)
    assert where["width"] > 4, stop.evaluate("e => e.outerHTML")
    assert where["height"] > 4, stop.evaluate("e => e.outerHTML")
    assert marks(stop)[3] != "none", stop.evaluate("e => e.outerHTML")
