"""Quotes by speaker and words, and what happened in the order of time."""

from __future__ import annotations

import pytest

from nowall.answers import Language
from nowall.catalogue import Catalogue

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN


@pytest.mark.parametrize("words", ["Sutskever", "苏茨克维", "伊利亚", "Suts"])
def test_speaker_alone_gives_all_that_he_said(shipped: Catalogue, words: str) -> None:
    page = shipped.quotes(words, HANS, 0, 20)
    assert page.total >= 3
    assert {fact.speaker for fact in page.facts} == {"Ilya Sutskever"}
    assert all(fact.kind == "quote" and fact.quote and fact.quote in fact.text for fact in page.facts)


def test_speaker_and_word_give_what_he_said_of_it(shipped: Catalogue) -> None:
    page = shipped.quotes("Altman 墙", HANS, 0, 5)
    assert [fact.quote for fact in page.facts] == ["there is no wall"]


def test_speaker_and_a_word_that_he_never_said_give_what_he_said(shipped: Catalogue) -> None:
    assert shipped.quotes("Sutskever 红烧肉", HANS, 0, 5) == shipped.quotes("Sutskever", HANS, 0, 5)


def test_person_who_said_nothing_has_no_quotes(shipped: Catalogue) -> None:
    card = shipped.entity("dario-amodei", HANS)
    assert card
    assert card.quotes == shipped.quotes("Dario Amodei", HANS, 0, 5).total == 0


def test_words_alone_give_anybodys_quotes_with_them(shipped: Catalogue) -> None:
    page = shipped.quotes("离职", HANS, 0, 20)
    assert page.total > 3
    assert len({fact.speaker for fact in page.facts}) > 1


@pytest.mark.parametrize("words", ["红烧肉", "asdfgh", "量子力学"])
def test_words_that_nobody_said_give_nothing(shipped: Catalogue, words: str) -> None:
    assert shipped.quotes(words, HANS, 0, 5).total == 0


def test_best_known_quotes_are_of_many_speakers(shipped: Catalogue) -> None:
    page = shipped.quotes("", HANS, 0, 8)
    assert len({fact.speaker for fact in page.facts}) == 8
    assert page.total == shipped.size().quotes
    assert page == shipped.quotes(" ", HANS, 0, 8)


def test_quotes_come_with_a_translation_for_who_needs_one(shipped: Catalogue) -> None:
    wall = [shipped.quotes("Altman 墙", language, 0, 1).facts[0].translation for language in (HANS, HANT, EN)]
    assert wall == ["没有墙", "沒有牆", None]
    (age,) = (f for f in shipped.quotes("Sutskever", EN, 0, 9).facts if f.quote and "2010 年代" in f.quote)
    assert age.translation
    assert age.translation.startswith("The 2010s were the age of scaling")


def test_learned_quotes_are_listed(learned: Catalogue, both: Catalogue) -> None:
    for catalogue in (learned, both):
        assert catalogue.quotes("方岚", HANS, 0, 9).total == 2
        assert [fact.quote for fact in catalogue.quotes("方岚 二十年", HANS, 0, 9).facts] == ["这座桥等了二十年。"]
        assert [fact.speaker for fact in catalogue.quotes("读书的人", HANS, 0, 9).facts] == ["陆明远"]
        assert catalogue.quotes("", HANS, 0, 1).total == catalogue.size().quotes


def test_timeline_is_in_the_order_of_time(shipped: Catalogue) -> None:
    for words in ("Orion", "o1", "OpenAI 离职", "GPT-4"):
        dates = [fact.when or "" for fact in shipped.timeline(words, HANS, 0, 100).facts]
        assert len(dates) > 3
        assert dates == sorted(dates)
        assert all(dates)


def test_timeline_tells_each_date(shipped: Catalogue) -> None:
    for fact in shipped.timeline("Orion", EN, 0, 100).facts:
        assert "202" in fact.text
        assert fact.short is None or fact.short in fact.text
    assert "2024 年 9 月：" in shipped.timeline("OpenAI 离职", HANS, 0, 1).facts[0].text


def test_timeline_tells_no_definition_and_nothing_twice(shipped: Catalogue) -> None:
    facts = shipped.timeline("OpenAI", HANS, 0, 500).facts
    assert not {"definition", "list"} & {fact.kind for fact in facts}
    assert len({fact.text for fact in facts}) == len(facts)


@pytest.mark.parametrize("words", ["", "红烧肉", "asdfgh"])
def test_timeline_of_nothing_is_empty(shipped: Catalogue, words: str) -> None:
    assert shipped.timeline(words, HANS, 0, 5).total == 0


def test_learned_events_are_in_order(learned: Catalogue) -> None:
    facts = learned.timeline("河口大桥", HANS, 0, 5).facts
    assert [fact.when for fact in facts] == ["2024-10-08", "2025-01-06"]
    assert {"2024-11-01"} == {fact.when for fact in learned.timeline("方岚", HANS, 0, 5).facts}
