"""Pages of longer lists of facts, and the buttons that turn them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.presses import Action, Press
from bot.rendering.keyboards import paging_row
from bot.rendering.listing import headline, listing_page
from bot.rendering.page import Reader
from nowall.answers import FactPage, Language
from tests.bot.scripted_engine import EARLY, FACTS, LATE, ORION, WALL, WALL_FACT
from tests.telegram_server.markup import utf16_length

READER = Reader(Language.ZH_HANS, "newsbot")
PAGE = FactPage((EARLY, LATE), (ORION, WALL), 0, 2)


def test_whole_list_is_not_numbered() -> None:
    assert headline("时间线", PAGE, READER).html == "<b>时间线</b>"


def test_part_of_a_list_says_which() -> None:
    part = FactPage(FACTS[:2], (), 5, 12)
    assert headline("时间线", part, READER).html == "<b>时间线</b>（12 条中的第 6–7 条）"
    assert headline("Timeline", part, replace(READER, language=Language.EN)).plain == "Timeline (6–7 of 12)"


def test_each_fact_has_the_number_of_its_source() -> None:
    page = listing_page(headline("时间线"), PAGE, READER)
    head, first, second, sources = page.plain.split("\n\n")
    assert head == "时间线"
    assert first == f"• {EARLY.text} [1]"
    assert second == f"• {LATE.text} [2]"
    assert sources.startswith("[1] 《Orion <实测> & 更多》")
    assert page.keyboard is None


def test_facts_of_one_source_need_no_numbers() -> None:
    page = listing_page(headline("x"), FactPage((EARLY,), (ORION,), 0, 1), READER)
    assert f"• {EARLY.text}\n" in page.plain


def test_fact_that_the_others_stand_around_is_marked() -> None:
    page = listing_page(headline("x"), PAGE, READER, here=LATE.key)
    assert page.plain.split("\n\n")[1][0] == "•"
    assert page.plain.split("\n\n")[2][0] == "▸"


def test_who_says_it_and_when_is_told_where_the_text_does_not() -> None:
    fact = replace(WALL_FACT, text="没有墙。", speaker="Sam Altman", when="2024-11-13", short=None)
    page = listing_page(headline("x"), FactPage((fact,), (WALL,), 0, 1), READER)
    assert "• 没有墙。 — Sam Altman · 2024-11-13" in page.plain
    on_the_day = replace(fact, when=WALL.published)
    page = listing_page(headline("x"), FactPage((on_the_day,), (WALL,), 0, 1), READER)
    assert "• 没有墙。 — Sam Altman\n" in page.plain


def test_long_facts_are_clipped_so_that_a_page_of_them_fits() -> None:
    facts = tuple(replace(EARLY, key=f"k{n}", text=f"{n}" + "🙂墙" * 2000) for n in range(5))
    page = listing_page(headline("x"), FactPage(facts, (ORION,), 0, 5), READER)
    assert utf16_length(page.plain) <= 4096
    assert all(f"• {n}🙂" in page.plain for n in range(5))
    assert page.plain.endswith("2024-11-11")


@pytest.mark.parametrize(
    ("start", "total", "expected"),
    [
        (0, 5, []), (0, 0, []), (0, 6, ["▶5"]), (5, 10, ["◀0"]), (5, 11, ["◀0", "▶10"]), (3, 20, ["◀0", "▶8"]),
        (50, 10, ["◀45"]),
    ],
)  # fmt: skip
def test_pages_are_turned_only_where_there_are_some(start: int, total: int, expected: list[str]) -> None:
    row = paging_row(lambda at: Press(Action.LIBRARY, number=at), start, 5, total)
    numbers = [f"{button.text}{str(button.callback_data).rpartition('::')[2].removeprefix('v1:q')}" for button in row]
    assert [number if number[1:] else f"{number}0" for number in numbers] == expected
