"""One browser and one site of the shipped corpus for all tests here, and a reader for each."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.crawling import Seen, crawl
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
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """Where the pages are served; nobody waits for them where there is no browser."""
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="package")
def crawled(site: str) -> dict[str, Seen]:
    """Every page, in Chinese."""
    return crawl(site, f"{site}/?lang=zh-Hans")


@pytest.fixture(scope="package")
def paths(site: str, crawled: dict[str, Seen]) -> Paths:
    """A path of each kind: of those that the corpus has many of, the page with most links."""
    return _ASKED | {
        kind: max((a for a in crawled if f"/{sign}/" in a), key=lambda a: len(crawled[a].links)).removeprefix(site)
        for kind, sign in _RECORDS.items()
    }


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Reader]:
    reader = Reader(browser, site)
    yield reader
    reader.close()
