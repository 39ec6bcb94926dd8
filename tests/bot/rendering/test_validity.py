"""Whatever the words are, what is made of them is a message that Telegram takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.markup import clip, utf16_length
from bot.rendering.answers import answer_page
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
from bot.rendering.listing import headline, listing_page
from bot.rendering.page import Reader
from nowall.answers import Answer, ArticleCard, EntityCard, FactPage
from nowall.records import EntityKind
from tests.bot.rendering.validity import answers, article_cards, check, entity_cards, fact_pages, readers, words

KINDS = [kind.value for kind in EntityKind]


@given(answers, readers, st.booleans())
def test_any_answer_is_a_valid_message(answer: Answer, reader: Reader, all_sources: bool) -> None:
    check(answer_page(answer, reader, all_sources=all_sources))


@given(st.lists(article_cards, max_size=ARTICLES_A_PAGE), st.integers(0, 999), readers, st.booleans())
def test_any_list_of_articles_is_a_valid_message(
    cards: list[ArticleCard], start: int, reader: Reader, ids: bool
) -> None:
    check(library_page(cards, start, start + 11, reader, ids=ids))


@given(article_cards, readers)
def test_any_article_is_a_valid_message(card: ArticleCard, reader: Reader) -> None:
    check(article_page(card, reader, [[back_button("f1wallkey0", reader.language)]]))
    check(removal_page(card, reader.language))


@given(words, fact_pages, readers)
def test_any_list_of_facts_is_a_valid_message(head: str, shown: FactPage, reader: Reader) -> None:
    check(listing_page(headline(f"x{head}", shown, reader), shown, reader, here="a"))


@given(entity_cards, fact_pages, readers)
def test_any_entity_is_a_valid_message(card: EntityCard, shown: FactPage, reader: Reader) -> None:
    check(listing_page(entity_head(card, reader), shown, reader))


@given(
    st.sampled_from(KINDS), st.lists(entity_cards, max_size=TOPICS_A_PAGE), st.integers(0, 9999), readers
)  # fmt: skip
def test_any_topics_are_a_valid_message(kind: str, cards: list[EntityCard], start: int, reader: Reader) -> None:
    check(kind_page(kind, cards, start, start + 100, reader))
    check(topics_page([(each, start) for each in KINDS], reader))


@given(st.text(), st.integers(1, 60))
def test_clipping_counts_utf16_and_never_splits_a_character(text: str, units: int) -> None:
    clipped = clip(text, units)
    assert utf16_length(clipped) <= units
    assert clipped == text or clipped.endswith("…")
