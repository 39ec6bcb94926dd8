"""A page is in the language of the browser until its reader chooses another, and stays in that one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KINDS, Paths
from tests.browser.reading import Reader

LANGUAGES = {"zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "en-GB": "en", "fr-FR": "en"}
NAMES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}


@pytest.mark.parametrize(("locale", "language"), LANGUAGES.items())
def test_browser_says_which_language(reader: Reader, locale: str, language: str) -> None:
    assert language_of(reader.open("/", locale=locale)) == language


@pytest.mark.parametrize("kind", KINDS)
def test_reader_switches_on_every_page_and_stays_there(reader: Reader, paths: Paths, kind: str) -> None:
    page = reader.open(paths[kind])
    before = (language_of(page), page.get_by_role("main").inner_text())
    page.locator("[hreflang=en]:not(link)").click()
    page.wait_for_url("**lang=en*")
    assert language_of(page) == "en"
    assert before[1] != page.get_by_role("main").inner_text()
    page.get_by_role("main").locator("a[href*='/a/'], a[href*='/e/']").first.click()
    page.wait_for_load_state()
    assert language_of(page) == "en"


@pytest.mark.parametrize(("language", "name"), NAMES.items())
def test_each_language_is_offered_in_its_own_words(reader: Reader, language: str, name: str) -> None:
    page = reader.open("/?lang=en")
    expect(page.locator(f"[lang={language}]:not(html)", has_text=name).first).to_be_visible()
    expect(page.locator(f"link[rel=alternate][hreflang={language}]")).to_have_count(1)


def test_search_in_a_chosen_language_stays_in_it(reader: Reader) -> None:
    page = reader.open("/?lang=en")
    page.get_by_role("searchbox").fill("When will Orion be released?")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**q=*")
    assert language_of(page) == "en"


def language_of(page: Page) -> str:
    return page.locator("html").get_attribute("lang") or ""
