"""A search is answered as the bot answers, whether typed, linked to, or hopeless."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Paths
from tests.browser.reading import DESK, PHONE, Device, Reader
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_question_that_is_typed_is_answered(reader: Reader, device: Device) -> None:
    page = reader.open("/", device)
    page.get_by_role("searchbox").fill(WALL_QUESTION)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/?*q=*")
    expect(page.get_by_role("main")).to_contain_text(NO_WALL)
    expect(page.get_by_role("searchbox")).to_have_value(WALL_QUESTION)
    answer = page.get_by_role("main").locator("blockquote, article, .answer").filter(has_text=NO_WALL).first
    expect(answer).to_be_in_viewport()


def test_answer_leads_to_its_fact(reader: Reader, paths: Paths) -> None:
    page = reader.open(paths["answer"])
    page.get_by_role("main").locator("a[href*='#f-']").first.click()
    page.wait_for_url("**/a/*#f-*")
    expect(page.locator(":target")).to_contain_text(NO_WALL)


def test_refusal_offers_topics_that_answer(reader: Reader, paths: Paths) -> None:
    page = reader.open(paths["refusal"])
    topics = page.get_by_role("main").locator("a[href*='q='], a[href*='/f/'], a[href*='#f-']")
    assert 1 <= topics.count() <= 30
    topics.first.click()
    expect(page.get_by_role("main")).to_be_visible()


@pytest.mark.parametrize(
    "words", ["", "   ", "?", "a" * 5000, "%00%ff"], ids=["none", "blanks", "mark", "long", "bytes"]
)
def test_search_for_nothing_still_shows_a_page(reader: Reader, words: str) -> None:
    expect(reader.open(f"/?q={words}").get_by_role("searchbox")).to_be_visible()
