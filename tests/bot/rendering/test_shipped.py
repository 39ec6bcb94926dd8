"""Every record that ships, as the message that it becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.presses import Action, Press
from bot.rendering.answers import answer_page
from bot.rendering.cards import article_page, entity_head, kind_page, library_page, topics_page
from bot.rendering.listing import headline, listing_page
from bot.rendering.page import Reader
from nowall.answers import Language
from nowall.engine import Engine
from tests.bot.rendering.validity import check


@pytest.mark.parametrize("language", Language)
def test_every_fact_is_a_valid_message(engine: Engine, language: Language) -> None:
    reader = Reader(language, "newsbot", previews=True)
    for fact in engine.facts():
        answer = engine.catalogue.card(fact.key, language)
        assert answer is not None
        for shown in (reader, replace(reader, long_sources=False)):
            check(answer_page(answer, shown))


@pytest.mark.parametrize("language", Language)
def test_everything_that_can_be_browsed_is_a_valid_message(engine: Engine, language: Language) -> None:
    reader, catalogue = Reader(language, "newsbot"), engine.catalogue
    cards = catalogue.sources(language)
    check(library_page(cards[:10], 0, len(cards), reader, ids=True))
    for card in cards:
        check(article_page(card, reader))
    check(topics_page(catalogue.topic_kinds(), reader))
    for kind, total in catalogue.topic_kinds():
        entities = catalogue.topics(language, kind, 0, total)
        check(kind_page(kind, entities[:8], 0, total, reader))
        for entity in entities:
            assert Press(Action.ABOUT, entity.key, 999).data
            check(listing_page(entity_head(entity, reader), catalogue.about(entity.key, language, 0, 5), reader))
    quotes = catalogue.quotes("", language, 0, 5)
    check(listing_page(headline("x", quotes, reader), quotes, reader))
