"""Articles as sources: what their lines say, and where they lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rendering.answers import answer_page
from bot.rendering.page import Page, Reader
from bot.rendering.sources import MOST_SOURCES, source_line, source_lines
from nowall.answers import Citation, Language
from tests.bot.scripted_engine import ORION, WALL, wall
from tests.telegram_server.markup import parse_html, utf16_length

READER = Reader(Language.ZH_HANS, "newsbot")
SHORT = replace(READER, long_sources=False)


def many(count: int, **fields: str) -> tuple[Citation, ...]:
    return tuple(replace(ORION, article=f"a{n}", key=f"k{n}", **fields) for n in range(count))


def all_sources_button(page: Page) -> list[str]:
    rows = page.buttons.inline_keyboard if page.buttons else ()
    return [button.text for row in rows for button in row if str(button.callback_data).startswith("v1:s:")]


def test_line_has_number_title_publisher_and_date() -> None:
    line = source_line(2, WALL, READER)
    assert line.html == '[2] <a href="https://t.me/newsbot?start=a_a1wallkey0">《撞墙了吗》</a> 36氪, 2024-11-14'


def test_title_stands_bare_in_english() -> None:
    assert source_line(1, WALL, replace(READER, language=Language.EN)).plain == "[1] 撞墙了吗 36氪, 2024-11-14"


def test_short_line_has_publisher_and_date_as_the_link() -> None:
    assert source_line(1, ORION, SHORT).html == (
        '[1] <a href="https://example.org/orion?a=1&amp;b=2">智东西, 2024-11-11</a>'
    )


@pytest.mark.parametrize("publisher", ["", "  \n"])
def test_short_line_of_an_unknown_publisher_has_the_title(publisher: str) -> None:
    line = source_line(1, replace(WALL, publisher=publisher), SHORT)
    assert line.plain == "[1] 《撞墙了吗》 2024-11-14"


def test_article_without_a_title_or_a_date_is_named_by_its_id() -> None:
    assert source_line(1, replace(WALL, title=" ", published=None), READER).plain == "[1] 《36kr-no-wall》 36氪"


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "ftp://e.org", "https://", "https://a b", "//e.org"])
def test_unusable_address_becomes_a_link_to_the_card(url: str | None) -> None:
    for reader in (READER, SHORT):
        line = source_line(1, replace(WALL, url=url), reader)
        assert 'href="https://t.me/newsbot?start=a_a1wallkey0"' in line.html


def test_hostile_title_is_shown_and_not_obeyed() -> None:
    hostile = replace(ORION, title='</a><b>x" onclick="</b>\nsecond line', url='https://e.org/"><b>')
    text, entities = parse_html(source_line(1, hostile, READER).html)
    assert '《</a><b>x" onclick="</b> second line》' in text
    assert [e["url"] for e in entities if e["type"] == "text_link"] == ['https://e.org/"><b>']


def test_no_more_than_three_sources_and_a_button_for_the_rest() -> None:
    page = answer_page(replace(wall(), citations=many(7)), READER)
    assert page.plain.count("《") == MOST_SOURCES == 3
    assert all_sources_button(page) == ["全部 7 个出处"]


def test_three_sources_need_no_button() -> None:
    assert all_sources_button(answer_page(replace(wall(), citations=many(3)), READER)) == []


def test_all_sources_stand_behind_the_button() -> None:
    page = answer_page(replace(wall(), citations=many(7)), READER, all_sources=True)
    assert page.plain.count("《") == 7
    assert "[7]" in page.plain
    assert all_sources_button(page) == []


def test_more_sources_than_a_message_holds_leave_room_for_the_answer() -> None:
    answer = replace(wall(), citations=many(60, title="墙" * 150))
    page = answer_page(answer, READER, all_sources=True)
    assert utf16_length(page.plain) <= 4096
    assert wall().text in page.plain
    assert source_lines(answer.citations, READER, 60).plain.count("\n") > 5
