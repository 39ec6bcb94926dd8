"""Somebody who reads pages with a real browser, and what went wrong while they did."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Response, sync_playwright

DESK: dict[str, Any] = {"viewport": {"width": 1200, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
}  # fmt: skip
# Beyond what Playwright switches off by itself; QUIC and a proxy would be ways out of this machine.
_FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"]
_WAIT_MS = 15_000


class Reader:
    """Opens pages of one site, each in a profile of its own, and takes notes of all that is wrong with them."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.troubles: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, device: dict[str, Any] = DESK, *, expected: int = 200, **options: Any) -> Page:
        """Open a page that answers with the ``expected`` status; options are those of a Playwright context."""
        page = self.blank(device, expected=expected, **options)
        page.goto(self.site + path)
        return page

    def blank(self, device: dict[str, Any] = DESK, *, expected: int = 200, **options: Any) -> Page:
        """Open an empty tab."""
        context = self._browser.new_context(**{"locale": "zh-CN", **device, **options})
        context.set_default_timeout(_WAIT_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self._note_request(request.url))
        page.on("response", lambda response: self._note_response(response, expected))
        page.on("requestfailed", lambda request: self.troubles.append(f"failed: {request.url} {request.failure}"))
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        return page

    def close(self) -> None:
        """Close all pages; whatever was wrong with one of them fails the test."""
        for context in self._contexts:
            context.close()
        assert self.troubles == []

    def _note_request(self, url: str) -> None:
        if not url.startswith((f"{self.site}/", "data:")):
            self.troubles.append(f"external: {url}")

    def _note_response(self, response: Response, expected: int) -> None:
        if response.status >= 400 and response.status != expected:
            self.troubles.append(f"{response.status}: {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        """Note all that the console says, violations of the policy included; statuses are noted as responses."""
        if "the server responded with a status of" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(playwright), args=_FLAGS)
        yield browser
        browser.close()


def _chromium(playwright: Playwright) -> str:
    """Where a browser is; without one the test is skipped, or fails where NOWALL_REQUIRE says so."""
    for name in ("chromium", "google-chrome"):
        if found := shutil.which(name):
            return found
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    told = "needs a browser: the Debian package chromium, or playwright install chromium"
    if os.environ.get("NOWALL_REQUIRE"):
        pytest.fail(told)
    pytest.skip(told)
