"""Dark where the reader's device is dark, and nothing wider than a small phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import KINDS, Paths
from tests.browser.crawling import Seen
from tests.browser.looking import luminance, wider_than_the_screen
from tests.browser.reading import PHONE, Reader


@pytest.mark.parametrize("kind", KINDS)
def test_dark_device_gets_a_dark_page(reader: Reader, paths: Paths, kind: str) -> None:
    page = reader.open(paths[kind], scheme="light")
    assert luminance(page.locator("body")) > 0.9
    page.emulate_media(color_scheme="dark")
    assert luminance(page.locator("body")) < 0.12
    assert luminance(page.get_by_role("searchbox").first) < 0.2


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_page_scrolls_sideways(reader: Reader, paths: Paths, kind: str, locale: str) -> None:
    page = reader.open(paths[kind], PHONE, locale=locale)
    assert wider_than_the_screen(page) == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert wider_than_the_screen(page) == []


def test_the_fullest_pages_are_not_wider_than_a_small_phone(reader: Reader, crawled: dict[str, Seen]) -> None:
    """Those with most links, and with them most names and titles."""
    for address in sorted(crawled, key=lambda address: len(crawled[address].links))[-8:]:
        page = reader.open(address.removeprefix(reader.site), PHONE, locale="en-US")
        assert wider_than_the_screen(page) == [], address
