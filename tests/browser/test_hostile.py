"""Whatever a corpus or a reader writes stays text and within the page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import hostile
from tests.browser.crawling import Seen, crawl, dangling
from tests.browser.looking import wider_than_the_screen
from tests.browser.reading import DESK, PHONE, Device, Reader
from tests.browser.serving import serving

_GUESTS = "script, img[src=x], [onerror], style, [style]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    pack = hostile.write_hostile_pack(folder / "pack")
    with serving(folder, NOWALL_PACK=str(pack)) as address:
        yield address


@pytest.fixture(scope="module")
def crawled(site: str) -> dict[str, Seen]:
    return crawl(site)


@pytest.mark.parametrize(("device", "locale"), [(DESK, "en-US"), (PHONE, "zh-CN")], ids=["desk", "phone"])
def test_what_a_corpus_says_stays_text_on_every_page(
    reader: Reader, crawled: dict[str, Seen], device: Device, locale: str
) -> None:
    assert dangling(crawled, reader.site) == []
    for address in [address for address, seen in crawled.items() if seen.ids]:
        assert_harmless(reader.open(address.removeprefix(reader.site), device, locale=locale))


def test_all_of_it_is_shown(reader: Reader, crawled: dict[str, Seen]) -> None:
    page = reader.open(next(a for a in crawled if "/a/" in a).removeprefix(reader.site))
    shown = page.locator("body").inner_text()
    assert [text for text in (hostile.SCRIPT, hostile.IMAGE, hostile.TEMPLATE, hostile.WORD) if text not in shown] == []
    assert page.title().startswith(hostile.SCRIPT)


@pytest.mark.parametrize(
    "words", ["SCRIPT", "IMAGE", "STYLE", "TEMPLATE", "BIDI", "UNSEEN", "HAN", "WORD", "EVERYTHING"]
)
def test_what_is_searched_for_stays_text(reader: Reader, words: str) -> None:
    page = reader.open(f"/?q={quote(getattr(hostile, words))}", PHONE)
    assert_harmless(page)
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_answer_made_of_it_stays_text(reader: Reader) -> None:
    page = reader.open(f"/?q={quote(hostile.QUESTION)}", PHONE)
    expect(page.get_by_role("main")).to_contain_text(hostile.SCRIPT)
    assert_harmless(page)


def test_marks_that_turn_text_around_end_with_it(reader: Reader) -> None:
    """The words stand in an element of their own that keeps their direction from the rest of the page."""
    page = reader.open(f"/?q={quote(hostile.BIDI)}")
    around = page.get_by_text("npg.exe").or_(page.get_by_text("gnp.exe"))
    for place in around.all():
        assert place.evaluate("e => !!e.closest('bdi, [dir=auto]') || ['TITLE', 'INPUT'].includes(e.tagName)")


def assert_harmless(page: Page) -> None:
    """No element came from the text, and none of it makes the page scroll sideways."""
    expect(page.locator(_GUESTS)).to_have_count(0)
    expect(page.get_by_role("main")).to_be_visible()
    assert wider_than_the_screen(page) == []
