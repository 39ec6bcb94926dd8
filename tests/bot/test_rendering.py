"""Answers as HTML that Telegram takes, whatever the words are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.markup import clip, utf16_length
from bot.rendering import MOST_SOURCES, MOST_SUGGESTIONS, Page, answer_page, article_page, notice, sources_page
from nowall.answers import Answer, AnswerFact, ArticleCard, Citation, Language, Status, Suggestion
from tests.bot.scripted_engine import ORION, WALL, WALL_FACT, conflict, unknown, wall
from tests.telegram_server.markup import parse_html

words = st.text(max_size=80) | st.sampled_from(["<b>", "a&b", "</a>", '"x"', "🙂" * 30, "墙" * 50, "&lt;", "\n\n"])
long_words = words | st.builds(str.__mul__, words, st.integers(0, 200))
keys = st.text(alphabet="abcdefghijk0123456789", min_size=1, max_size=10)
urls = st.none() | st.sampled_from(
    ["https://e.org/?a=1&b=<2>", "javascript:alert(1)", "https://a b", "//x", "https://", "http://[::1"]
)
facts = st.builds(
    AnswerFact, keys, keys, st.just("fact"), long_words, keys, note=st.none() | long_words, short=st.none() | words,
    side_label=st.none() | words,
)  # fmt: skip
citations = st.builds(Citation, keys, keys, long_words, long_words, st.none() | st.just("2024-11-14"), urls)
suggestions = st.builds(Suggestion, keys, keys, long_words)
answers = st.builds(
    Answer, st.sampled_from(Status), st.sampled_from(Language), long_words, st.none() | words, st.just(0.5),
    st.lists(facts, max_size=5).map(tuple), st.lists(citations, max_size=8).map(tuple),
    st.lists(suggestions, max_size=8).map(tuple),
)  # fmt: skip


def check(page: Page) -> None:
    """What Telegram would check."""
    text, entities = parse_html(page.html)
    assert text == page.plain
    assert utf16_length(text) <= 4096
    assert all(e["url"].startswith("http") for e in entities if e["type"] == "text_link")
    for row in page.keyboard.inline_keyboard if page.keyboard else ():
        for button in row:
            assert isinstance(button.callback_data, str)
            assert len(button.callback_data.encode()) <= 64
            assert button.text.strip()


@given(answers)
def test_any_answer_is_a_valid_message(answer: Answer) -> None:
    check(answer_page(answer, "newsbot"))


@given(st.lists(citations, max_size=40), st.sampled_from(Language))
def test_any_list_of_articles_is_a_valid_message(cited: list[Citation], language: Language) -> None:
    check(sources_page([ArticleCard(c, None, None, None, 1) for c in cited], language, "newsbot"))


@given(citations, long_words, long_words, long_words, st.lists(suggestions, max_size=9).map(tuple))
def test_any_article_is_a_valid_message(
    cited: Citation, author: str, note: str, provenance: str, samples: tuple[Suggestion, ...]
) -> None:
    check(article_page(ArticleCard(cited, author, note, provenance, 3, samples), Language.EN))


@given(st.text(), st.integers(1, 60))
def test_clipping_counts_utf16_and_never_splits_a_character(text: str, units: int) -> None:
    clipped = clip(text, units)
    assert utf16_length(clipped) <= units
    assert clipped == text or clipped.endswith("…")


def test_answer_with_short_span_note_and_source() -> None:
    page = answer_page(wall(), "newsbot")
    assert page.html == (
        "Sam Altman 在 X 上回应：“<b>there is no wall</b>”（没有墙）。\n\n<i>注：转载站改过引文</i>\n\n"
        '[1] <a href="https://t.me/newsbot?start=a_a1wallkey0">《撞墙了吗》</a> 36氪, 2024-11-14'
    )
    assert page.keyboard is None


def test_conflict_shows_every_side_with_its_source() -> None:
    page = answer_page(conflict(), "newsbot")
    head, sides, sources = page.html.split("\n\n")
    assert head == "各方说法不一："
    first, second = sides.split("\n")
    assert first.startswith("<b>年内：</b>The Verge")
    assert first.endswith('<a href="https://example.org/orion?a=1&amp;b=2">[1]</a>')
    assert second.endswith('<a href="https://t.me/newsbot?start=a_a1wallkey0">[2]</a>')
    assert "《Orion &lt;实测&gt; &amp; 更多》" in sources
    assert sources.count("\n") == 1


def test_refusal_has_topics_and_no_source() -> None:
    answer = replace(unknown(), citations=(WALL,), facts=(WALL_FACT,), suggestions=unknown().suggestions * 4)
    page = answer_page(answer, "newsbot")
    assert page.html == "资料里没有提到。"
    assert isinstance(page.keyboard, InlineKeyboardMarkup)
    buttons = [row[0] for row in page.keyboard.inline_keyboard]
    assert len(buttons) == MOST_SUGGESTIONS
    assert buttons[0].callback_data == "v1:f:f1wallkey0"


def test_no_more_than_three_sources() -> None:
    many = tuple(replace(ORION, article=f"a{n}", key=f"k{n}") for n in range(7))
    page = answer_page(replace(wall(), citations=many), "newsbot")
    assert page.plain.count("《") == MOST_SOURCES


def test_hostile_title_is_shown_and_not_obeyed() -> None:
    hostile = replace(ORION, title='</a><b>x" onclick="</b>\nsecond line', url='https://e.org/"><b>')
    page = answer_page(replace(wall(), citations=(hostile,)), "newsbot")
    text, entities = parse_html(page.html)
    assert '《</a><b>x" onclick="</b> second line》' in text
    assert [e["url"] for e in entities if e["type"] == "text_link"] == ['https://e.org/"><b>']


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "ftp://e.org", "https://"])
def test_unusable_address_becomes_a_link_to_the_card(url: str | None) -> None:
    page = answer_page(replace(wall(), citations=(replace(WALL, url=url),)), "newsbot")
    assert 'href="https://t.me/newsbot?start=a_a1wallkey0"' in page.html


def test_long_answer_keeps_its_sources() -> None:
    page = answer_page(replace(wall(), text="🙂墙" * 3000, short=None), "newsbot")
    assert utf16_length(page.plain) <= 4096
    assert page.plain.endswith("36氪, 2024-11-14")
    assert "…" in page.plain


def test_no_articles_are_told_in_one_sentence() -> None:
    assert sources_page([], Language.EN, "newsbot").plain == "There are no articles yet."
    assert notice(Language.ZH_HANT, "gone").plain
