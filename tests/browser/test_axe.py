"""axe finds nothing that keeps somebody from reading."""

from __future__ import annotations

import pytest

from tests.browser.axe import grave
from tests.browser.conftest import KINDS, Paths
from tests.browser.reading import DESK, PHONE, Reader


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-US"])
@pytest.mark.parametrize("kind", KINDS)
def test_page_can_be_read_by_everybody(reader: Reader, paths: Paths, kind: str, locale: str) -> None:
    """Light with all rules, then dark with those about colours: nothing else changes with the scheme."""
    device = PHONE if locale == "zh-TW" else DESK
    page = reader.open(paths[kind], device, locale=locale)
    assert grave(page) == []
    page.emulate_media(color_scheme="dark")
    assert grave(page, only_colours=True) == []
