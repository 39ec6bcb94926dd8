"""Dark where the reader's device is dark, and nothing wider than a small phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import KINDS, Paths
from tests.browser.crawling import Seen
from tests.browser.looking import luminance, wider_than_the_screen
from tests.browser.reading import PHONE, Reader


@pytest.mark.parametrize("kind", KINDS)
def test_dark_device_gets_a_dark_page(reader: Reader, paths: Paths, kind: str) -> None:
    page = reader.open(paths[kind], color_scheme="light")
    assert luminance(page.locator("body")) > 0.9
    page.emulate_media(color_scheme="dark")
    assert luminance(page.locator("body")) < 0.05
    assert luminance(page.get_by_role("searchbox").first) < 0.2


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_no_page_is_wider_than_a_small_phone(reader: Reader, crawled: dict[str, Seen], locale: str) -> None:
    page = reader.blank(PHONE, locale=locale)
    for address in [a for a in crawled if a.startswith(reader.site) and "?" not in a][::8]:
        page.goto(address, wait_until="domcontentloaded")
        assert wider_than_the_screen(page) == [], address


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [280, 360, 768, 1200])
def test_no_kind_of_page_scrolls_sideways(reader: Reader, paths: Paths, kind: str, width: int) -> None:
    page = reader.open(paths[kind], viewport={"width": width, "height": 700})
    assert wider_than_the_screen(page) == []
