"""The page for people shows what the code decides."""

from __future__ import annotations

from pathlib import Path

from bot.addressing import Reason
from bot.situations import WHY, tables

PAGE = Path(__file__).parents[2] / "docs" / "telegram.md"


def test_page_shows_the_tables_of_the_code() -> None:
    shown = PAGE.read_text(encoding="utf-8").split("<!-- situations -->")[1].split("<!-- end -->")[0]
    assert shown.strip() == tables().strip()


def test_every_reason_for_silence_occurs() -> None:
    told = tables()
    assert set(WHY) == set(Reason)
    assert all(why in told for why in WHY.values())
