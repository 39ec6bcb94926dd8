"""Cards of articles, people and things, and how much there is."""

from __future__ import annotations

import re

import pytest

from nowall.answers import Language, Status
from nowall.catalogue import Catalogue
from nowall.records import Article, Entity, EntityKind

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN


def test_entity_is_told_in_the_readers_language(tiny_catalogue: Catalogue) -> None:
    cards = [tiny_catalogue.entity("ada-lin", language) for language in (HANS, HANT, EN)]
    assert [card and card.name for card in cards] == ["林爱达", "林愛達", "Ada Lin"]
    assert [card and card.relations for card in cards] == [("艾克米的 CEO",), ("艾克米的 CEO",), ("CEO of Acme",)]
    card = cards[0]
    assert card
    assert (card.id, card.kind, card.aliases, card.facts, card.quotes) == ("ada-lin", "person", ("Ada Lin",), 1, 1)


def test_entity_is_found_by_its_key(tiny_catalogue: Catalogue) -> None:
    card = tiny_catalogue.entity("zephyr", HANS)
    assert card
    assert re.fullmatch(r"[a-z0-9]{10}", card.key)
    assert tiny_catalogue.entity(card.key, HANS) == card
    assert card.key == Entity("zephyr", EntityKind.MODEL, "Zephyr", "Zephyr").key


@pytest.mark.parametrize("key", ["", "nobody", "0" * 64, "#"])
def test_unknown_keys_have_nothing(tiny_catalogue: Catalogue, key: str) -> None:
    assert tiny_catalogue.entity(key, HANS) is None
    assert tiny_catalogue.card(key, HANS) is None
    assert tiny_catalogue.article(key, HANS) is None
    for page in (tiny_catalogue.about(key, HANS, 0, 5), tiny_catalogue.article_facts(key, HANS, 0, 5)):
        assert (page.facts, page.citations, page.total) == ((), (), 0)
    assert tiny_catalogue.neighbours(key, HANS).facts == tiny_catalogue.related(key, HANS, 0, 5).facts == ()


def test_office_that_includes_another_is_told_alone(shipped: Catalogue) -> None:
    card = shipped.entity("sam-altman", EN)
    assert card
    assert card.relations == ("CEO of OpenAI",)


def test_office_that_is_over_is_told_as_such(shipped: Catalogue) -> None:
    for language, told in ((HANS, "OpenAI 的前 CTO"), (HANT, "OpenAI 的前 CTO"), (EN, "former CTO of OpenAI")):
        card = shipped.entity("mira-murati", language)
        assert card
        assert told in card.relations


def test_every_entity_has_a_card_in_every_language(shipped: Catalogue) -> None:
    for language in Language:
        cards = shipped.topics(language, None, 0, 1000)
        assert len({card.key for card in cards}) == len(cards) > 100
        assert all(card.name and card.facts > 0 for card in cards)


def test_topics_are_those_of_whom_most_is_told(shipped: Catalogue) -> None:
    counts = [card.facts for card in shipped.topics(HANS, "person", 0, 50)]
    assert counts == sorted(counts, reverse=True)
    assert {card.kind for card in shipped.topics(HANS, "person", 0, 50)} == {"person"}
    first, second = shipped.topics(EN, None, 0, 5), shipped.topics(EN, None, 3, 5)
    assert first[3:] == second[:2]


def test_publications_are_no_topics_unless_asked_for(shipped: Catalogue) -> None:
    assert not {"publication", "source"} & {card.kind for card in shipped.topics(HANS, None, 0, 1000)}
    assert shipped.topics(HANS, "publication", 0, 3)


def test_kinds_of_topics_have_as_many_as_they_say(shipped: Catalogue) -> None:
    kinds = shipped.topic_kinds()
    assert [count for _, count in kinds] == sorted((count for _, count in kinds), reverse=True)
    assert all(len(shipped.topics(HANS, kind, 0, 1000)) == count for kind, count in kinds)


def test_size_counts_pack_and_learned_records(tiny_catalogue: Catalogue, learned: Catalogue, both: Catalogue) -> None:
    own, added, together = tiny_catalogue.size(), learned.size(), both.size()
    assert (own.articles, own.facts, own.quotes) == (2, 12, 2)
    assert added.articles == 8
    assert (own.facts + added.facts, own.quotes + added.quotes) == (together.facts, together.quotes)
    assert added.quotes >= 8
    assert together.entities > own.entities


def test_learned_entity_counts_its_facts_and_quotes(learned: Catalogue, both: Catalogue) -> None:
    for catalogue in (learned, both):
        (card,) = catalogue.named("方岚", HANS)
        assert (card.name, card.kind, card.facts, card.quotes) == ("方岚", "person", 2, 2)
        assert catalogue.about(card.key, HANS, 0, 10).total == 2


def test_pack_counts_the_same_beside_learned_records(tiny_catalogue: Catalogue, both: Catalogue) -> None:
    for name in ("acme", "zephyr", "ada-lin"):
        assert tiny_catalogue.entity(name, HANS) == both.entity(name, HANS)


def test_sources_come_in_pages(tiny_catalogue: Catalogue, learned: Catalogue, both: Catalogue) -> None:
    for catalogue in (tiny_catalogue, learned, both):
        every = catalogue.sources(HANS)
        pages = [card for start in range(0, 12, 3) for card in catalogue.sources(HANS, start, 3)]
        assert [card.citation for card in pages] == [card.citation for card in every]
        assert [card.facts for card in pages] == [card.facts for card in every]


def test_every_seed_gives_the_same_fact_again(shipped: Catalogue, both: Catalogue, empty: Catalogue) -> None:
    for catalogue in (shipped, both):
        for seed in (0, -5, 7, 10**30):
            answer = catalogue.random(EN, seed)
            assert answer
            assert answer.status is Status.ANSWERED
            assert answer == catalogue.random(EN, seed)
    assert empty.random(EN, 1) is None


def test_every_fact_has_a_seed(tiny_catalogue: Catalogue, both: Catalogue) -> None:
    for catalogue in (tiny_catalogue, both):
        drawn = [answer.facts[0] for seed in range(2500) if (answer := catalogue.random(HANS, seed))]
        assert len({fact.id for fact in drawn}) == catalogue.size().facts
        assert sum(fact.kind == "quote" for fact in drawn) > 0.4 * len(drawn)


def test_nearest_records_are_offered_however_far(shipped: Catalogue) -> None:
    nearest = shipped.nearest("Orion 的价格是多少？", HANS, 4)
    assert len(nearest) == 4
    assert all(shipped.card(one.key, HANS) for one in nearest)


def test_empty_corpus_shows_nothing(empty: Catalogue) -> None:
    assert empty.size().facts == empty.size().articles == 0
    assert not any((empty.sources(HANS), empty.topics(HANS, None, 0, 5), empty.topic_kinds(), empty.named("x", HANS)))
    for words in ("", "Orion"):
        pages = [list_(words, HANS, 0, 5) for list_ in (empty.quotes, empty.timeline, empty.find)]
        assert all(page.total == 0 for page in pages)


def test_article_is_found_by_its_key(learned: Catalogue) -> None:
    card = learned.article(Article("bridge", "", "").key, HANS)
    assert card
    assert card.citation.title == "河口大桥主体完工"
