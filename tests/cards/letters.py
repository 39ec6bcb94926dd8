"""The font that tests draw with."""

from __future__ import annotations

import os

import pytest

from nowall.cards import CardFont, find_font


def any_font() -> CardFont:
    """The best that is installed; without one the test is skipped, or fails where NOWALL_REQUIRE says so."""
    if font := find_font():
        return font
    told = "no font with Chinese characters is installed (Debian: fonts-noto-cjk)"
    if os.environ.get("NOWALL_REQUIRE"):
        pytest.fail(told)
    pytest.skip(told)
