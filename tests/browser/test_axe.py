"""axe finds nothing that keeps somebody from reading."""

from __future__ import annotations

import pytest

from tests.browser.axe import grave
from tests.browser.conftest import KINDS, Paths
from tests.browser.reading import DESK, PHONE, Reader


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-US"])
@pytest.mark.parametrize("kind", KINDS)
def test_page_can_be_read_by_everybody(reader: Reader, paths: Paths, kind: str, locale: str) -> None:
    device = PHONE if locale == "zh-TW" else DESK
    assert grave(reader.open(paths[kind], device, locale=locale)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_dark_page_can_be_read_by_everybody(reader: Reader, paths: Paths, kind: str) -> None:
    """Nothing but colours changes with the scheme."""
    assert grave(reader.open(paths[kind], PHONE, scheme="dark"), only_colours=True) == []
