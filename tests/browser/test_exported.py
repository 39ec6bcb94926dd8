"""The pages as files, in a folder of any web host: they work as those that are served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import OPTIONS, grave
from tests.browser.crawling import Seen, crawl, dangling
from tests.browser.looking import luminance, wider_than_the_screen
from tests.browser.reading import PHONE, Reader
from tests.browser.serving import export, serving_files
from tests.browser.test_anchors import assert_landed
from tests.browser.test_languages import language_of

_BELOW = "news/of/today"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """A web host's folder with the pages somewhere in it."""
    folder = tmp_path_factory.mktemp("host")
    export(tmp_path_factory.mktemp("exporting"), folder / _BELOW)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with serving_files(folder) as address:
        yield f"{address}/{_BELOW}"


@pytest.fixture(scope="module")
def crawled(site: str) -> dict[str, Seen]:
    return crawl(site, f"{site}/")


@pytest.fixture(scope="module")
def paths(site: str, crawled: dict[str, Seen]) -> dict[str, str]:
    """The page with most links of each kind, in Chinese."""
    pages = [address for address in crawled if "/en/" not in address and "hant" not in address.lower()]
    most = {s: max((a for a in pages if f"/{s}/" in a), key=lambda a: len(crawled[a].links)) for s in ("a", "e", "c")}
    return {"home": "/"} | {sign: address.removeprefix(site) for sign, address in most.items()}


KINDS = ("home", "a", "e", "c")


def test_every_link_and_anchor_is_there_and_leads_nowhere_else(site: str, crawled: dict[str, Seen]) -> None:
    assert dangling(crawled) == []
    assert len(crawled) > 100


def test_every_file_can_be_reached(folder: Path, site: str, crawled: dict[str, Seen]) -> None:
    reached = {address.removeprefix(f"{site}/").removesuffix("index.html") for address in crawled}
    files = [path.relative_to(folder / _BELOW).as_posix() for path in (folder / _BELOW).rglob("*.html")]
    assert [file for file in files if file.removesuffix("index.html") not in reached and file != "404.html"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_exported_page_reads_as_a_served_one(reader: Reader, paths: dict[str, str], kind: str) -> None:
    page = reader.open(paths[kind], PHONE, color_scheme="light", **OPTIONS)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("script, [style]")).to_have_count(0)
    assert wider_than_the_screen(page) == []
    assert grave(page) == []
    page.emulate_media(color_scheme="dark")
    assert luminance(page.locator("body")) < 0.05


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
