"""A link to a fact lands on the fact, and the reader sees which one it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Paths
from tests.browser.looking import box, marks
from tests.browser.reading import DESK, PHONE, Device, Reader

DEVICES = pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])


@DEVICES
def test_anchor_of_a_fact_is_in_sight_and_marked(reader: Reader, paths: Paths, device: Device) -> None:
    page = reader.open(paths["article"], device)
    facts = page.locator("[id^='f-']")
    assert facts.count() > 10
    anchor = facts.nth(facts.count() // 2).get_attribute("id")
    page.goto(f"{page.url}#{anchor}")
    assert_landed(page)


@DEVICES
def test_short_address_of_a_fact_leads_to_it(reader: Reader, paths: Paths, device: Device) -> None:
    page = reader.open(paths["article"], device)
    anchor = page.locator("[id^='f-']").nth(5).get_attribute("id") or ""
    page.goto(f"{reader.site}/f/{anchor.removeprefix('f-')}")
    assert page.url.endswith(f"#{anchor}")
    assert_landed(page)


def test_links_within_a_page_land(reader: Reader, paths: Paths) -> None:
    page = reader.open(paths["claim"])
    page.locator("a[href*='#f-']").last.click()
    page.wait_for_url("**#f-*")
    assert_landed(page)


def assert_landed(page: Page) -> None:
    """The fact that the address names is in the upper half of the window, and looks otherwise than others."""
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    assert -1 <= box(target)["top"] <= page.viewport_size["height"] / 2  # type: ignore[index]
    others = page.locator("[id^='f-']:not(:target)")
    assert marks(target) != marks(others.first)
