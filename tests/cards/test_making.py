"""From a fact to its card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nowall.answers import AnswerFact, Citation, Language
from nowall.cards import CardFont, card_of, digest
from nowall.cards.making import shown_address

CITED = Citation("a", "a1", "没有墙", "36氪", "2024-11-15", "https://www.36kr.com/p/1?from=x#y")
QUOTE = AnswerFact(
    "f", "f1", "quote", "他说：“there is no wall”（没有墙）。", "a", speaker="Sam Altman", when="2024-11-14",
    occasion="在 X 上", quote="there is no wall", translation="没有墙", note="转载站改过引文",
)  # fmt: skip


def test_card_has_all_that_is_known() -> None:
    card = card_of(QUOTE, CITED, Language.ZH_HANS)
    assert (card.words, card.translation) == ("there is no wall", "没有墙")
    assert (card.speaker, card.occasion, card.date) == ("Sam Altman", "在 X 上", "2024 年 11 月 14 日")
    assert (card.publisher, card.title, card.address) == ("36氪", "《没有墙》", "36kr.com/p/1")
    assert card.note == "注：转载站改过引文"
    assert not card.dark


def test_labels_are_the_readers_and_the_words_the_speakers() -> None:
    card = card_of(replace(QUOTE, quote="软件没有墙", translation="軟體沒有牆"), CITED, Language.ZH_HANT, dark=True)
    assert (card.words, card.translation, card.language) == ("软件没有墙", "", Language.ZH_HANT)
    assert card.note.startswith("註：")
    english = card_of(QUOTE, CITED, Language.EN)
    assert (english.date, english.title) == ("14 November 2024", "“没有墙”")


def test_address_of_the_article_comes_before_our_page() -> None:
    page = "https://news.example.org/a/a1"
    assert card_of(QUOTE, CITED, Language.EN, page=page).address == "36kr.com/p/1"
    assert card_of(QUOTE, replace(CITED, url=None), Language.EN, page=page).address == "news.example.org/a/a1"
    assert card_of(QUOTE, replace(CITED, url=None), Language.EN).address == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [("http://x.com/", "x.com"), ("https://www.x.com", "x.com"), ("https://x.com/a/?b", "x.com/a"), ("", "")],
)
def test_address_is_shown_as_people_read_it(url: str, shown: str) -> None:
    assert shown_address(url) == shown


def test_date_is_that_of_the_words_else_of_the_article() -> None:
    assert card_of(replace(QUOTE, when="2024-11"), CITED, Language.ZH_HANS).date == "2024 年 11 月"
    assert card_of(replace(QUOTE, when=None), CITED, Language.ZH_HANS).date == "2024 年 11 月 15 日"
    assert card_of(replace(QUOTE, when=None), replace(CITED, published=None), Language.ZH_HANS).date == ""


def test_what_is_no_quote_has_no_card() -> None:
    with pytest.raises(ValueError, match="is no quote"):
        card_of(replace(QUOTE, quote=None), CITED, Language.EN)


def test_digest_tells_words_and_fonts_apart() -> None:
    card, font = card_of(QUOTE, CITED, Language.EN), CardFont(Path("a.otf"))
    digests = {digest(card, font), digest(replace(card, dark=True), font), digest(card, CardFont(Path("b.otf")))}
    assert len(digests) == 3
    assert {len(one) for one in digests} == {64}
    assert digest(replace(card, words="\ud800"), font)
