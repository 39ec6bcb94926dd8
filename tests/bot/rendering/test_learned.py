"""What came of learning, as a message."""

from __future__ import annotations

import pytest

from bot.rendering.learned import MOST_LISTED, learned_page
from bot.rendering.page import Reader
from nowall.answers import ArticleCard, Citation, Language
from nowall.outcomes import Fate, Outcome
from tests.telegram_server.markup import parse_html, utf16_length

CARDS = {"a": ArticleCard(Citation("a", "akey", "标题 <b> & 1", "报"), None, None, None, 3)}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("fate", [fate for fate in Fate if fate is not Fate.FAILED])
def test_one_article_is_named_linked_and_given_with_its_id(language: Language, fate: Fate) -> None:
    page = learned_page([Outcome("x.txt", fate, "a", 3)], CARDS, Reader(language, "newsbot"))
    text, entities = parse_html(page.html)
    assert "标题 <b> & 1" in text
    assert text.endswith(" a")
    assert {e.get("url") for e in entities} == {"https://t.me/newsbot?start=a_akey", None}


def test_article_without_a_card_is_named_by_its_id() -> None:
    page = learned_page([Outcome("x.txt", Fate.UNCHANGED, "copy-1")], {}, Reader(Language.EN, "newsbot"))
    assert page.plain == "There already, unchanged: copy-1"


def test_failure_tells_why_in_a_frame_of_the_language() -> None:
    failure = Outcome("https://x.org/" + "y" * 300, Fate.FAILED, message="It is <empty>.")
    page = learned_page([failure], {}, Reader(Language.ZH_HANT, "newsbot"))
    assert page.plain.startswith("沒有收錄：https://x.org/yyy")
    assert page.plain.endswith("…：It is <empty>.")
    assert len(page.plain) < 160


def test_many_articles_are_counted_and_a_few_listed() -> None:
    outcomes = [Outcome("o", Fate.UNCHANGED, "a")] * 40 + [Outcome("o", Fate.FAILED, message="No.")] * 2
    outcomes += [Outcome("o", Fate.ADDED, "a", 3)] * 5
    page = learned_page(outcomes, CARDS, Reader(Language.EN, "newsbot"))
    assert page.plain.startswith("Learned 5 articles with 15 facts.\n40 were there already\n2 failed\n\nAdded with 3")
    assert page.plain.count("\n") == 3 + MOST_LISTED
    assert page.plain.count("Not added") == 2


def test_message_is_never_too_long() -> None:
    outcomes = [Outcome("🙂" * 300, Fate.FAILED, message="🙂" * 900)] * MOST_LISTED
    page = learned_page(outcomes, {}, Reader(Language.EN, "newsbot"), stopped=True, album=True)
    assert 3000 < utf16_length(page.plain) <= 4096


def test_nothing_found_and_nothing_read_in_time_are_told_apart() -> None:
    found = learned_page([], {}, Reader(Language.EN, "newsbot"))
    stopped = learned_page([], {}, Reader(Language.EN, "newsbot"), stopped=True)
    assert "No article" in found.plain
    assert "took too long" in stopped.plain
