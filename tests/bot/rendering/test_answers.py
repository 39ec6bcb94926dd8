"""An answer as a message: the answering words first, what supports them, the sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rendering.answers import answer_page
from bot.rendering.keyboards import MOST_SUGGESTIONS
from bot.rendering.page import Page, Reader
from nowall.answers import Answer, AnswerFact, Language, Status
from tests.bot.scripted_engine import EARLY, LATE, ORION, WALL, WALL_FACT, conflict, unknown, wall
from tests.telegram_server.markup import parse_html, utf16_length, utf16_slice

READER = Reader(Language.ZH_HANS, "newsbot")
SOURCE = '[1] <a href="https://t.me/newsbot?start=a_a1wallkey0">《撞墙了吗》</a> 36氪, 2024-11-14'


def one(fact: AnswerFact, short: str | None = None, language: Language = Language.ZH_HANS) -> Answer:
    return Answer(Status.ANSWERED, language, fact.text, short, 0.9, (fact,), (WALL,))


def stated(fact: AnswerFact, short: str | None = None, language: Language = Language.ZH_HANS) -> str:
    """What stands before the sources, as HTML."""
    return answer_page(one(fact, short, language), replace(READER, language=language)).html.rpartition("\n\n")[0]


def bold(page: Page) -> list[str]:
    text, entities = parse_html(page.html)
    return [utf16_slice(text, e["offset"], e["length"]) for e in entities if e["type"] == "bold"]


def data(page: Page) -> list[str]:
    rows = page.buttons.inline_keyboard if page.buttons else ()
    return [str(button.callback_data or button.switch_inline_query) for row in rows for button in row]


FACT = AnswerFact("f", "f1wallkey0", "fact", "OpenAI 在 11 月裁掉了 120 名员工，其中多数在北京。", WALL.article)


def test_answering_words_come_first_and_bold() -> None:
    assert stated(FACT, "120 名") == f"<b>120 名</b>\n{FACT.text}"


def test_answering_words_that_are_most_of_the_text_are_bold_in_their_place() -> None:
    short = "在 11 月裁掉了 120 名员工，其中多数在北京"
    assert stated(FACT, short) == f"OpenAI <b>{short}</b>。"


@pytest.mark.parametrize("short", [None, "", "  ", FACT.text])
def test_fact_without_answering_words_of_its_own_stands_as_it_is(short: str | None) -> None:
    assert stated(FACT, short) == FACT.text


def test_long_words_that_are_not_in_the_text_are_left_out() -> None:
    assert stated(FACT, "這些字在原文裡找不到，而且很長很長很長很長") == FACT.text


def test_markup_in_answering_words_is_shown_and_not_obeyed() -> None:
    page = answer_page(one(replace(FACT, text="据称 <b>a&b</b> 是原文里的写法，没有别的意思。"), "<b>a&b</b>"), READER)
    assert bold(page) == ["<b>a&b</b>"]


QUOTE = AnswerFact(
    "q", "f1wallkey0", "quote", "“没有墙。”", WALL.article, speaker="Sam Altman", when="2024-11-14", occasion="X",
    quote="没有墙。",
)  # fmt: skip


def test_quote_names_its_speaker_occasion_and_date() -> None:
    assert stated(QUOTE) == "“没有墙。”\n<i>— Sam Altman · X · 2024-11-14</i>"


def test_quote_does_not_repeat_what_its_text_says() -> None:
    told = replace(QUOTE, text="2024 年 11 月 14 日，Sam Altman 在 X 上说：“没有墙。”")
    assert stated(told) == told.text
    assert stated(replace(told, occasion="某个会上")) == f"{told.text}\n<i>— 某个会上</i>"


@pytest.mark.parametrize(("when", "shown"), [("2024", True), ("2024-11", True), ("2023-05-01", True), (None, False)])
def test_date_is_shown_as_exactly_as_it_is_known(when: str | None, shown: bool) -> None:
    said = stated(replace(QUOTE, when=when))
    assert said.endswith(f" · {when}</i>") is shown


def test_fact_of_the_day_of_its_source_does_not_say_the_date_twice() -> None:
    assert stated(replace(FACT, when=WALL.published)) == FACT.text
    assert stated(replace(FACT, when="2024-10-01")).endswith("<i>— 2024-10-01</i>")


def test_claimant_is_named_where_the_text_does_not() -> None:
    assert stated(replace(FACT, claimant="The Information")).endswith("<i>— The Information</i>")
    assert "—" not in stated(replace(FACT, claimant="OpenAI"))


def test_translation_stands_under_the_original_unless_the_text_has_it() -> None:
    english = replace(QUOTE, text="“没有墙。”", translation="There is no wall.")
    assert stated(english).splitlines()[:2] == ["“没有墙。”", "There is no wall."]
    assert stated(replace(english, text="“没有墙。” (There is no wall.)")).count("There is no wall.") == 1


def test_note_stands_between_the_fact_and_its_source() -> None:
    page = answer_page(wall(), READER)
    assert page.html == (
        "<b>there is no wall</b>\nSam Altman 在 X 上回应：“there is no wall”（没有墙）。\n\n"
        f"<i>注：转载站改过引文</i>\n\n{SOURCE}"
    )


def test_same_note_of_several_facts_is_told_once_and_no_more_than_three() -> None:
    facts = tuple(replace(EARLY, id=f"f{n}", note=f"注记{n // 2}") for n in range(10))
    page = answer_page(replace(wall(), facts=facts), READER)
    assert [page.plain.count(f"注记{n}") for n in range(5)] == [1, 1, 1, 0, 0]


def test_list_is_shown_item_by_item() -> None:
    items = ("训练数据", "算力", "电力")
    fact = replace(FACT, text="报告列出三个瓶颈：训练数据、算力和电力。", items=items)
    assert stated(fact) == "报告列出三个瓶颈：\n• 训练数据\n• 算力\n• 电力"


@pytest.mark.parametrize(
    "text", ["瓶颈是训练数据、算力和电力。", "三个瓶颈：训练数据，其次算力，再次电力。", "三个瓶颈。"]
)
def test_list_that_does_not_stand_behind_a_colon_is_left_as_it_is(text: str) -> None:
    assert stated(replace(FACT, text=text, items=("训练数据", "算力", "电力"))) == text


def test_several_facts_are_a_list_with_the_number_of_each_source() -> None:
    page = answer_page(replace(conflict(), status=Status.ANSWERED), READER)
    first, second = page.html.partition("\n\n")[0].split("\n")
    assert first == f'• {EARLY.text} <a href="https://example.org/orion?a=1&amp;b=2">[1]</a>'
    assert second == f'• {LATE.text} <a href="https://t.me/newsbot?start=a_a1wallkey0">[2]</a>'


def test_several_facts_of_one_source_need_no_numbers() -> None:
    facts = (EARLY, replace(LATE, article=EARLY.article))
    page = answer_page(replace(conflict(), status=Status.ANSWERED, facts=facts, citations=(ORION,)), READER)
    assert page.plain.partition("\n\n")[0] == f"• {EARLY.text}\n• {LATE.text}"


def test_disagreement_shows_each_side_with_claimant_date_and_source() -> None:
    early = replace(EARLY, text="12 月发布", claimant="The Verge", when="2024-10-24")
    late = replace(LATE, text="次年初发布", claimant="The Information", when="2024-11-09", side_label="次年")
    page = answer_page(replace(conflict(), facts=(early, late)), READER)
    head, first, second, sources = page.html.split("\n\n")
    assert head == "各方说法不一："
    assert first == (
        "• <b>年内：</b>12 月发布 <i>— The Verge · 2024-10-24</i> "
        '<a href="https://example.org/orion?a=1&amp;b=2">[1]</a>'
    )
    assert second == (
        '• 次年初发布 <i>— The Information · 2024-11-09</i> <a href="https://t.me/newsbot?start=a_a1wallkey0">[2]</a>'
    )
    assert sources.count("\n") == 1
    assert "《Orion &lt;实测&gt; &amp; 更多》" in sources


def test_disagreement_is_told_in_the_language_of_the_answer() -> None:
    page = answer_page(replace(conflict(), language=Language.EN), replace(READER, language=Language.EN))
    assert page.plain.startswith("The sources differ:\n\n• 年内: The Verge")


def test_buttons_lead_to_more_context_source_votes_and_sharing() -> None:
    key = WALL_FACT.key
    assert data(answer_page(wall(), READER)) == [
        f"v1:m:{key}", f"v1:c:{key}", f"v1:a:{key}", "v1:u", "v1:d", f"#{key}",
    ]  # fmt: skip


def test_refusal_has_one_sentence_no_source_and_at_most_four_topics() -> None:
    answer = replace(unknown(), citations=(WALL,), facts=(WALL_FACT,), suggestions=unknown().suggestions * 4)
    page = answer_page(answer, READER)
    assert page.html == "资料里没有提到。"
    assert data(page) == ["v1:f:f1wallkey0", "v1:f:f2early000"] * 2
    assert len(data(page)) == MOST_SUGGESTIONS == 4


def test_refusal_without_topics_and_smalltalk_have_no_buttons() -> None:
    assert answer_page(replace(unknown(), suggestions=()), READER).keyboard is None
    page = answer_page(Answer(Status.SMALLTALK, Language.ZH_HANS, "你好 <b>。"), READER)
    assert (page.html, page.keyboard) == ("你好 &lt;b&gt;。", None)


def test_topics_without_words_get_no_button() -> None:
    blank = replace(unknown().suggestions[0], text=" \n")
    assert data(answer_page(replace(unknown(), suggestions=(blank, *unknown().suggestions)), READER)) == [
        "v1:f:f1wallkey0", "v1:f:f2early000",
    ]  # fmt: skip


def test_preview_is_that_of_the_first_source_with_an_address_where_it_is_wished_for() -> None:
    wishing = replace(READER, previews=True)
    both = replace(wall(), citations=(WALL, ORION))
    assert answer_page(both, wishing).preview == ORION.url
    assert answer_page(both, READER).preview is None
    assert answer_page(wall(), wishing).preview is None
    assert answer_page(unknown(), wishing).preview is None


def test_long_answer_keeps_its_sources_and_is_clipped() -> None:
    page = answer_page(one(replace(FACT, text="🙂墙" * 3000)), READER)
    assert utf16_length(page.plain) <= 4096
    assert page.plain.endswith("36氪, 2024-11-14")
    assert "…" in page.plain


def test_long_disagreement_keeps_the_first_sides_whole() -> None:
    facts = tuple(replace(EARLY, id=f"f{n}", text=f"第{n}方" + "墙" * 900) for n in range(9))
    page = answer_page(replace(conflict(), facts=facts), READER)
    assert utf16_length(page.plain) <= 4096
    assert facts[2].text in page.plain
    assert "第8方" not in page.plain
    assert "[2] 《撞墙了吗》" in page.plain
