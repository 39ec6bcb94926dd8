"""One browser and one site of the shipped corpus for all tests here, and a reader for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.reading import Reader, browsing
from tests.browser.serving import serving


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


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Reader]:
    reader = Reader(browser, site)
    yield reader
    reader.close()
