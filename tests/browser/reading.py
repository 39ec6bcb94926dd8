"""Somebody who reads pages with a real browser, and what went wrong while they did."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, sync_playwright

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Device:
    """A window in CSS pixels, and what it is looked at with."""

    width: int
    height: int
    scale: int = 1
    mobile: bool = False


DESK = Device(1200, 900)
PHONE = Device(360, 740, scale=2, mobile=True)
# Beyond what Playwright switches off by itself; QUIC and a proxy would be ways out of this machine.
_FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"]
_WAIT_MS = 15_000


class Reader:
    """Opens pages, on a desk or on a phone, and takes notes of all that is wrong with them.

    Each device has one tab for all tests, since another costs a second; pages keep nothing that had to be forgotten.
    """

    def __init__(self, browser: Browser) -> None:
        self.site = ""
        """The address below which all is that may be asked for, without a slash at its end."""
        self.troubles: list[str] = []
        self._browser = browser
        self._tabs: dict[Device, Page] = {}
        self._expected = 200

    def open(
        self, path: str, device: Device = DESK, *, scheme: Scheme = "light", locale: str = "zh-CN", expected: int = 200
    ) -> Page:
        """Open a page that answers with the ``expected`` status."""
        self._expected = expected
        page = self._tabs.get(device) or self._new_tab(device)
        page.set_extra_http_headers({"accept-language": locale})
        page.set_viewport_size({"width": device.width, "height": device.height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(self.site + path)
        return page

    def _new_tab(self, device: Device) -> Page:
        context = self._browser.new_context(
            device_scale_factor=device.scale, is_mobile=device.mobile, has_touch=device.mobile
        )
        context.set_default_timeout(_WAIT_MS)
        page = self._tabs[device] = context.new_page()
        page.on("request", lambda request: self._note_request(request.url))
        page.on("response", self._note_response)
        page.on("requestfailed", self._note_failure)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        return page

    def _note_request(self, url: str) -> None:
        if not url.startswith((f"{self.site}/", "data:")):
            self.troubles.append(f"external: {url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and response.status != self._expected:
            self.troubles.append(f"{response.status}: {response.url}")

    def _note_failure(self, request: Request) -> None:
        """Note a request that failed, unless the reader went on before it was answered."""
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

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
