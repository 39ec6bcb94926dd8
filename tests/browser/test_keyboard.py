"""All that a page offers can be had without a mouse, and the reader sees where they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KINDS, Paths
from tests.browser.looking import focused, unseen
from tests.browser.reading import Reader
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION

_MOST_STEPS = 40
_STOPS = 14


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
def test_every_stop_of_the_tabulator_can_be_seen(reader: Reader, paths: Paths, kind: str) -> None:
    page = reader.open(paths[kind])
    for _ in range(_STOPS):
        page.keyboard.press("Tab")
        assert not unseen(page)


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
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if focused(page).evaluate("(e, selector) => e.matches(selector)", selector):
            return
    pytest.fail(f"no {selector} within {_MOST_STEPS} keys")
