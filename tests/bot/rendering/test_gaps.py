"""Questions without a good answer, as owners see them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.rendering.gaps import GAPS_A_PAGE, gap_page, gaps_page
from bot.rendering.page import ROOM, Page
from bot.state.gaps import Gap
from nowall.answers import Language
from tests.bot.scripted_engine import TOPICS

ZH = Language.ZH_HANS
GAP = Gap(7, "Altman 的生日？", ZH, 3, 2, {"old": 1, "wrong": 2, "gone": 1}, ("x",), 1_700_000_000, 1_700_200_000)
DRAFT = '# One comment.\n# Another one.\n\n[[fact]]\nid = "a-01"\nasks = ["Altman 的生日？"]\n'


def data(page: Page) -> list[object]:
    assert isinstance(page.keyboard, InlineKeyboardMarkup)
    return [button.callback_data for row in page.keyboard.inline_keyboard for button in row]


def opened(gap: Gap = GAP, draft: str = DRAFT, start: int = 0, language: Language = ZH) -> Page:
    return gap_page(gap, ["Altman 生于 <1985>"], TOPICS, draft, start=start, language=language)


def test_gaps_are_listed_with_numbers_counts_reasons_and_buttons() -> None:
    page = gaps_page([GAP, replace(GAP, id=9, unknown=0, reasons={})], 5, 12, ZH)

    assert page.plain.splitlines() == [
        "没答好的问题（12 条中的第 6–7 条）", "",
        "6. Altman 的生日？", "没答上 3 次 · 👎 2 · 不对 2 · 过时了 1", "",
        "7. Altman 的生日？", "👎 2",
    ]  # fmt: skip
    assert data(page) == ["v1:h:7:5", "v1:h:9:5", "v1:g", "v1:g::10"]


def test_no_gaps_are_one_sentence_without_buttons() -> None:
    page = gaps_page([], 0, 0, Language.EN)

    assert (page.plain, page.keyboard) == ("No question is open.", None)


def test_opened_gap_shows_what_was_disliked_what_is_near_and_the_draft_to_copy() -> None:
    page = opened(start=5)

    assert "2023-11-14 – 2023-11-17" in page.plain
    assert "• Altman 生于 &lt;1985&gt;" in page.html
    assert "<pre># One comment.\n# Another one.\n\n[[fact]]\nid = " in page.html
    assert page.html.endswith("</pre>")
    assert data(page) == [*(f"v1:f:{topic.key}" for topic in TOPICS), "v1:i:7:5", "v1:g::5"]


def test_gap_without_a_draft_does_not_speak_of_one() -> None:
    page = opened(draft="")

    assert "/add" not in page.plain
    assert "<pre>" not in page.html


def test_long_comments_are_cut_before_the_fact() -> None:
    comments = "".join(f"# {'长' * 900}\n" for _ in range(12))
    page = opened(draft=f"{comments}\n{DRAFT.partition(chr(10) * 2)[2]}")

    assert page.plain.endswith('[[fact]]\nid = "a-01"\nasks = ["Altman 的生日？"]')
    assert page.plain.count("…") == 12
    assert page.markup.length <= ROOM


@given(st.text(max_size=300), st.text(max_size=6000), st.sampled_from(Language))
def test_whatever_is_asked_fits_into_a_message(question: str, draft: str, language: Language) -> None:
    gap = replace(GAP, question=question)

    assert opened(gap, draft, language=language).markup.length <= ROOM
    assert gaps_page([gap] * GAPS_A_PAGE, 0, 50, language).markup.length <= ROOM
