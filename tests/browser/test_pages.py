"""Every kind of page in a real browser: whole, alone, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import KINDS, Paths
from tests.browser.reading import Reader

_STRAY = "script, iframe, object, embed, base, link[rel=preconnect], link[rel=preload], [style], [onclick], [onerror]"


@pytest.mark.parametrize("kind", KINDS)
def test_page_loads_whole_without_scripts_and_from_its_own_site(reader: Reader, paths: Paths, kind: str) -> None:
    """The reader takes note of every request and message; here is what else makes a page."""
    page = reader.open(paths[kind])
    assert page.title().strip()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.locator(_STRAY)).to_have_count(0)


def test_address_of_nothing_shows_a_page_with_a_way_back(reader: Reader) -> None:
    page = reader.open("/a/nothing", expected=404)
    page.get_by_role("main").get_by_role("link").first.click()
    page.wait_for_url(f"{reader.site}/**")
    expect(page.get_by_role("searchbox")).to_be_visible()
