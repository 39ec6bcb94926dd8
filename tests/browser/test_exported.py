"""The pages as files, in a folder of any web host: they work as those that are served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import grave
from tests.browser.crawling import Seen, dangling, middle, read_folder
from tests.browser.looking import luminance, wider_than_the_screen
from tests.browser.reading import PHONE, Reader
from tests.browser.serving import export, serving_files
from tests.browser.test_anchors import assert_landed
from tests.browser.test_languages import language_of

_BELOW = "news/of/today"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shipped: Path, browser: Browser) -> Path:
    """A web host's folder with the pages somewhere in it."""
    folder = tmp_path_factory.mktemp("host")
    export(shipped, folder / _BELOW)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with serving_files(folder) as address:
        yield f"{address}/{_BELOW}"


@pytest.fixture(scope="module")
def files(folder: Path, site: str) -> dict[str, Seen]:
    return read_folder(folder / _BELOW, site)


@pytest.fixture(scope="module")
def paths(site: str, files: dict[str, Seen]) -> dict[str, str]:
    """The start, and the middle one of each kind by the number of its links."""
    of_kind = {sign: [address for address in files if address.startswith(f"{site}/{sign}/")] for sign in "aec"}
    return {"home": "/"} | {sign: middle(pages, files).removeprefix(site) for sign, pages in of_kind.items()}


KINDS = ("home", "a", "e", "c")


def test_every_link_and_anchor_is_there_in_all_languages(site: str, files: dict[str, Seen]) -> None:
    assert len(files) > 300
    assert dangling(files, site) == []


def test_every_page_can_be_reached(site: str, files: dict[str, Seen]) -> None:
    linked = {urldefrag(link).url for page in files.values() for link in page.links}
    pages = [address for address, page in files.items() if page.ids and not address.endswith("/")]
    assert [
        address for address in pages if address not in linked and address.removesuffix("index.html") not in linked
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_exported_page_reads_as_a_served_one(reader: Reader, paths: dict[str, str], kind: str) -> None:
    page = reader.open(paths[kind], PHONE)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("script, [style]")).to_have_count(0)
    assert wider_than_the_screen(page) == []
    assert grave(page) == []
    page.emulate_media(color_scheme="dark")
    assert luminance(page.locator("body")) < 0.12


def test_exported_fact_can_be_linked_to(reader: Reader, paths: dict[str, str]) -> None:
    page = reader.open(paths["a"])
    anchor = page.locator("[id^='f-']").nth(20).get_attribute("id")
    page.goto(f"{page.url}#{anchor}")
    assert_landed(page)


@pytest.mark.parametrize("kind", KINDS)
def test_language_is_switched_between_files(reader: Reader, paths: dict[str, str], kind: str) -> None:
    page = reader.open(paths[kind])
    page.locator("[hreflang=en]:not(link)").first.click()
    page.wait_for_url("**/en/**")
    assert language_of(page) == "en"
