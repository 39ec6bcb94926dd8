"""The font that cards are drawn with here."""

from __future__ import annotations

import pytest

from nowall.cards import CardFont
from tests.cards.letters import any_font


@pytest.fixture(scope="session")
def font() -> CardFont:
    return any_font()
