"""Who says what, in the order of time, and who does not agree."""

from __future__ import annotations

import pytest

from nowall.answers import Language
from nowall.catalogue import Catalogue
from nowall.records import claim_key

CHINESE, ENGLISH = Language.ZH_HANS, Language.EN


def times(catalogue: Catalogue, entity: str, *, by: bool) -> list[str]:
    page = catalogue.said(entity, ENGLISH, 0, 500, by=by)
    published = {citation.article: citation.published for citation in page.citations}
    return [fact.when or published[fact.article] or "9999" for fact in page.facts]


@pytest.mark.parametrize("entity", ["sam-altman", "openai", "the-verge", "orion", "wall"])
@pytest.mark.parametrize("by", [True, False])
def test_what_is_said_comes_in_the_order_of_time(shipped: Catalogue, entity: str, by: bool) -> None:
    found = times(shipped, entity, by=by)
    assert found == sorted(found)


def test_what_one_says_and_what_is_said_of_one_is_all_about_one(shipped: Catalogue) -> None:
    by = shipped.said("sam-altman", CHINESE, 0, 500, by=True)
    of = shipped.said("sam-altman", CHINESE, 0, 500, by=False)
    about = shipped.about("sam-altman", CHINESE, 0, 500)
    assert {f.id for f in by.facts} | {f.id for f in of.facts} == {f.id for f in about.facts}
    assert not {f.id for f in by.facts} & {f.id for f in of.facts}
    assert all("Sam Altman" in (fact.speaker, fact.claimant) for fact in by.facts)


def test_nobody_says_nothing(shipped: Catalogue) -> None:
    assert shipped.said("nobody", CHINESE, 0, 9, by=True).total == 0


def test_told_facts_lead_on(shipped: Catalogue) -> None:
    page = shipped.article_facts("36kr-no-wall", ENGLISH, 0, 4)
    quote = shipped.told(page, ENGLISH)[3]
    assert quote.fact.quote == "there is no wall"
    assert quote.voice
    assert quote.voice.name == "Sam Altman"
    assert shipped.entity(quote.voice.key, ENGLISH)
    assert quote.source.article == "36kr-no-wall"
    assert [head.question for head in quote.disputes] == ["Has scaling hit a wall?"]
    assert "hitting a wall" in {named.name for named in quote.about}


def test_claim_has_its_sides_in_every_language(shipped: Catalogue) -> None:
    english, chinese = (shipped.claim("orion-release", language) for language in (ENGLISH, CHINESE))
    assert english
    assert chinese
    assert english.head.key == chinese.head.key == claim_key("orion-release")
    assert english.head.question == "When will Orion be released?"
    assert chinese.sides[0].label == "OpenAI 员工：2025 年初"
    assert all(side.told for side in english.sides)
    assert english.subject
    assert english.subject.name == "Orion"
    assert shipped.claim(english.head.key, ENGLISH) == english


def test_claim_that_is_none_is_none(shipped: Catalogue) -> None:
    assert shipped.claim("nothing", ENGLISH) is None


def test_claims_that_differ_come_first(shipped: Catalogue) -> None:
    agree = [head.agree for head in shipped.claims(ENGLISH)]
    assert agree == sorted(agree)
    assert len(agree) == 25


def test_place_of_a_fact_is_known(shipped: Catalogue) -> None:
    article = shipped.article("36kr-no-wall", ENGLISH)
    assert article
    assert shipped.place("36kr-04") == (article.citation.key, 3)
    assert shipped.place("nothing") is None


def test_keys_of_articles_come_in_pages_newest_first(both: Catalogue) -> None:
    every = both.article_keys(0, 100)
    assert len(every) == len(set(every)) == both.size().articles
    assert [key for start in range(0, len(every), 3) for key in both.article_keys(start, 3)] == list(every)
    assert every == tuple(card.citation.key for card in both.sources(ENGLISH, 0, 100))
    assert both.article_keys(len(every), 3) == ()


def test_keys_of_entities_are_those_that_are_spoken_of(both: Catalogue) -> None:
    keys = both.entity_keys()
    assert len(set(keys)) == len(keys)
    assert all(both.entity(key, ENGLISH) for key in keys)
