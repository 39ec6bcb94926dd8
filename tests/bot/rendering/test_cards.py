"""Cards of articles, of who or what is known, and the lists that lead to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rendering.cards import (
    ARTICLES_A_PAGE,
    TOPICS_A_PAGE,
    article_page,
    entity_head,
    kind_page,
    library_page,
    removal_page,
    topics_page,
)
from bot.rendering.keyboards import back_button
from bot.rendering.page import Page, Reader, notice, prompt
from nowall.answers import ArticleCard, EntityCard, Language
from nowall.records import EntityKind
from nowall.texts import say
from tests.bot.scripted_engine import ALTMAN, MODEL, ORION, TOPICS, WALL
from tests.telegram_server.markup import utf16_length

READER = Reader(Language.ZH_HANS, "newsbot")
ENGLISH = replace(READER, language=Language.EN)
CARD = ArticleCard(WALL, "作者", "2024 年 11 月 14 日", "转载自 36氪", 12, TOPICS, ("智东西", "IT之家"))


def data(page: Page) -> list[list[str]]:
    rows = page.buttons.inline_keyboard if page.buttons else ()
    return [[str(button.callback_data) for button in row] for row in rows]


def test_article_without_an_address_is_named_without_a_link() -> None:
    page = article_page(CARD, READER)
    assert page.html == (
        "<b>《撞墙了吗》</b>\n36氪 · 作者 · 2024-11-14\n2024 年 11 月 14 日\n转载自 36氪\n收录 12 条事实。"
    )
    assert data(page) == [["v1:f:f1wallkey0"], ["v1:f:f2early000"]]


def test_article_with_an_address_is_a_link_to_it() -> None:
    page = article_page(ArticleCard(ORION, None, None, None, 3), ENGLISH)
    assert page.html.startswith('<b><a href="https://example.org/orion?a=1&amp;b=2">Orion &lt;实测&gt; &amp; 更多</a>')
    assert page.html.endswith("\n智东西 · 2024-11-11\n3 facts of it are known here.")


def test_reposts_are_named_where_nothing_better_is_known() -> None:
    assert "转载：智东西、IT之家" in article_page(replace(CARD, provenance=None), READER).plain
    assert "Reposted by 智东西, IT之家" in article_page(replace(CARD, provenance=None), ENGLISH).plain
    assert "智东西" not in article_page(CARD, READER).plain


def test_way_back_stands_below_the_topics_of_an_article() -> None:
    page = article_page(CARD, READER, [[back_button("f2early000", READER.language)]])
    assert data(page)[-1] == ["v1:b:f2early000"]


def test_removal_offers_both_ways_out() -> None:
    assert data(removal_page(CARD, Language.EN)) == [["v1:r:a1wallkey0", "v1:k:a1wallkey0"]]


def test_library_counts_from_the_start_of_the_page_and_links_the_bots_cards() -> None:
    cards = [replace(CARD, citation=replace(ORION, article=f"a{n}", key=f"k{n}")) for n in range(10)]
    page = library_page(cards, 10, 35, READER)
    assert page.plain.startswith("共 35 篇文章\n\n11. 《Orion <实测> & 更多》 智东西, 2024-11-11\n12. ")
    assert 'href="https://t.me/newsbot?start=a_k9"' in page.html
    assert data(page) == [["v1:q", "v1:q::20"]]
    assert "a3" not in page.plain
    assert "<code>a3</code>" in library_page(cards, 10, 35, READER, ids=True).html


def test_library_without_articles_is_told_in_one_sentence() -> None:
    assert library_page([], 0, 0, ENGLISH).plain == "There are no articles yet."


def test_library_of_long_titles_fits() -> None:
    long = replace(CARD, citation=replace(ORION, title="🙂" * 300, publisher="🙂" * 300, article="🙂" * 300))
    page = library_page([long] * ARTICLES_A_PAGE, 0, 10, READER, ids=True)
    assert utf16_length(page.plain) <= 4096


def test_person_is_introduced_by_what_is_said_and_other_names() -> None:
    assert entity_head(ALTMAN, READER).html == ("<b>Sam Altman</b>\nOpenAI 的 CEO\n又作：奥特曼\n2 条事实，1 条原话")


def test_person_of_whom_nothing_is_said_is_introduced_by_ties() -> None:
    card = replace(ALTMAN, about=None, aliases=("Sam Altman",), relations=("OpenAI 的 CEO", "YC 的前总裁"))
    assert entity_head(card, READER).plain == "Sam Altman\nOpenAI 的 CEO\nYC 的前总裁\n2 条事实，1 条原话"


def test_no_more_than_eight_names_and_five_ties() -> None:
    card = replace(ALTMAN, about=None, aliases=tuple(f"名{n}。" for n in range(20)), relations=tuple("甲乙丙丁戊己庚"))
    told = entity_head(card, READER).plain
    assert told.count("。") == 8
    assert "戊" in told
    assert "己" not in told


@pytest.mark.parametrize("language", Language)
def test_every_kind_has_a_name_in_every_language(language: Language) -> None:
    kinds = [(kind.value, 3) for kind in EntityKind]
    page = topics_page(kinds, replace(READER, language=language))
    assert sum(map(len, data(page))) == len(EntityKind)
    assert max(map(len, data(page))) == 2


def test_page_of_a_kind_leads_to_each_on_and_back() -> None:
    cards: list[EntityCard] = [replace(MODEL, key=f"e{n}", name=f"模型 {n}") for n in range(TOPICS_A_PAGE)]
    page = kind_page("model", cards, 8, 30, READER)
    assert page.plain == "模型（30）"
    assert data(page)[0] == ["v1:e:e0", "v1:e:e1"]
    assert data(page)[-2:] == [["v1:t:model", "v1:t:model:16"], ["v1:t"]]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", ["ask", "who", "timeline"])
def test_prompt_asks_for_a_reply_and_shows_an_example(kind: str, language: Language) -> None:
    page = prompt(language, f"prompt_{kind}", f"example_{kind}")
    assert page.keyboard is not None
    asked = page.keyboard.to_dict()
    assert asked["force_reply"] is True
    assert asked["selective"] is True
    assert asked["input_field_placeholder"] == say(language, f"bot.example_{kind}")
    assert utf16_length(asked["input_field_placeholder"]) <= 64
    assert page.buttons is None


def test_sentence_that_somebody_else_filled_is_clipped() -> None:
    assert utf16_length(notice(Language.EN, "remove_unknown", article="墙" * 5000).plain) <= 4096
