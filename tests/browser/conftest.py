"""One browser and one site of the shipped corpus for all tests here, and a reader for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.crawling import Seen, crawl, middle
from tests.browser.reading import Reader, browsing
from tests.browser.serving import serving
from tests.end_to_end.test_conversations import UNKNOWN_QUESTION, WALL_QUESTION

Paths = dict[str, str]
_ASKED = {"home": "/", "answer": f"/?q={quote(WALL_QUESTION)}", "refusal": f"/?q={quote(UNKNOWN_QUESTION)}"}
_RECORDS = {"article": "a", "entity": "e", "claim": "c"}
KINDS = (*_ASKED, *_RECORDS)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """For this package only: while Playwright runs, no other event loop can run in this thread."""
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="package")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home of the corpus that ships, once somebody has opened it."""
    return tmp_path_factory.mktemp("shipped")


@pytest.fixture(scope="package")
def site(shipped: Path, browser: Browser) -> Iterator[str]:
    """Where the pages are served; nobody waits for them where there is no browser."""
    with serving(shipped) as address:
        yield address


@pytest.fixture(scope="package")
def crawled(site: str) -> dict[str, Seen]:
    """Every page, as somebody sees it whose browser names no language."""
    return crawl(site)


@pytest.fixture(scope="package")
def paths(site: str, crawled: dict[str, Seen]) -> Paths:
    """A path of each kind; of a record's pages, the middle one by the number of its links."""
    return _ASKED | {
        kind: middle([a for a in crawled if f"/{sign}/" in a and "?" not in a], crawled).removeprefix(site)
        for kind, sign in _RECORDS.items()
    }


@pytest.fixture(scope="package")
def any_reader(browser: Browser) -> Reader:
    return Reader(browser)


@pytest.fixture
def reader(any_reader: Reader, site: str) -> Iterator[Reader]:
    """A reader of the site; whatever was wrong with a page fails the test."""
    any_reader.site = site
    any_reader.troubles.clear()
    yield any_reader
    assert any_reader.troubles == []
