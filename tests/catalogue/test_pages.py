"""Facts in pages: of an article, around a fact, on the same matter, about somebody."""

from __future__ import annotations

from nowall.answers import FactPage, Language
from nowall.catalogue import Catalogue
from nowall.engine import Engine
from nowall.records import stable_key

HANS, EN = Language.ZH_HANS, Language.EN


def ids(page: FactPage) -> list[str]:
    return [fact.id for fact in page.facts]


def key(catalogue: Catalogue, words: str) -> str:
    """The key of the fact that is found first."""
    return catalogue.find(words, HANS, 0, 1).facts[0].key


def test_article_tells_its_facts_in_order(tiny_catalogue: Catalogue) -> None:
    page = tiny_catalogue.article_facts("daily-zephyr", EN, 1, 3)
    assert (ids(page), page.start, page.total) == (["d-sky", "d-cost", "d-models"], 1, 8)
    assert [citation.article for citation in page.citations] == ["daily-zephyr"]
    assert page.facts[1].text == "Training Zephyr cost $300 million."


def test_page_beyond_the_end_is_empty(tiny_catalogue: Catalogue) -> None:
    page = tiny_catalogue.article_facts("daily-zephyr", EN, 50, 3)
    assert (page.facts, page.citations, page.total) == ((), (), 8)
    assert tiny_catalogue.article_facts("daily-zephyr", EN, -3, 2).start == 0
    assert tiny_catalogue.article_facts("daily-zephyr", EN, 0, -2).facts == ()


def test_neighbours_stand_around_the_fact(tiny_catalogue: Catalogue) -> None:
    around = {
        fact: tiny_catalogue.neighbours(stable_key(f"fact/{fact}"), HANS)
        for fact in ("d-release", "d-models", "d-storm")
    }
    assert ids(around["d-release"]) == ["d-release", "d-sky", "d-cost"]
    assert ids(around["d-models"]) == ["d-sky", "d-cost", "d-models", "d-tunnel", "d-calm"]
    assert ids(around["d-storm"]) == ["d-calm", "d-gust", "d-storm"]
    assert [page.start for page in around.values()] == [0, 1, 5]
    assert {page.total for page in around.values()} == {8}


def test_neighbours_of_a_learned_fact_are_its_articles(learned: Catalogue) -> None:
    page = learned.neighbours(key(learned, "河口大桥 通车仪式"), HANS, around=1)
    assert {fact.article for fact in page.facts} == {"bridge"}
    assert page.start + len(page.facts) == page.total == 4


def test_other_side_of_a_claim_is_related_first(tiny_catalogue: Catalogue) -> None:
    page = tiny_catalogue.related(stable_key("fact/d-release"), HANS, 0, 9)
    assert ids(page)[0] == "t-release"
    assert "d-release" not in ids(page)
    assert page.total == len(page.facts)


def test_fact_is_never_related_to_itself(engine: Engine, shipped: Catalogue) -> None:
    for fact in list(engine.facts())[::25]:
        page = shipped.related(fact.key, HANS, 0, 300)
        assert fact.id not in ids(page)
        assert len(set(ids(page))) == page.total < 150


def test_same_attribute_of_the_subject_comes_before_the_subject(engine: Engine, shipped: Catalogue) -> None:
    records = {fact.id: fact for fact in engine.facts()}
    for fact in list(records.values())[::25]:
        related = [records[i] for i in ids(shipped.related(fact.key, HANS, 0, 300))]
        same = [fact.subject == other.subject and fact.attribute == other.attribute for other in related]
        claimless = [
            one for one, other in zip(same, related, strict=True) if not _share_claim(engine, fact.id, other.id)
        ]
        assert claimless == sorted(claimless, reverse=True)


def _share_claim(engine: Engine, one: str, other: str) -> bool:
    claims_of = engine._answerer.snapshot.claims_of
    return bool(set(claims_of.get(one, ())) & set(claims_of.get(other, ())))


def test_what_nearly_every_fact_names_relates_nothing(engine: Engine, shipped: Catalogue) -> None:
    alone = next(fact for fact in engine.facts() if fact.about == ("openai", "36kr") or fact.subject == "openai")
    assert shipped.related(alone.key, HANS, 0, 1).total < 150


def test_learned_facts_are_related_by_names_and_words(learned: Catalogue) -> None:
    assert learned.related(key(learned, "河口大桥 通车仪式"), HANS, 0, 5).facts[0].article == "bridge"
    quotes = learned.quotes("方岚", HANS, 0, 5).facts
    assert learned.related(quotes[0].key, HANS, 0, 5).facts[0].id == quotes[1].id


def test_about_tells_what_it_is_the_subject_of_first(engine: Engine, shipped: Catalogue) -> None:
    records = {fact.id: fact for fact in engine.facts()}
    facts = [records[i] for i in ids(shipped.about("sam-altman", HANS, 0, 200))]
    parts = [0 if f.subject == "sam-altman" else 1 if "sam-altman" in (f.speaker, f.claimant) else 2 for f in facts]
    assert parts == sorted(parts)
    assert set(parts) == {0, 1, 2}
    assert all("sam-altman" in fact.about for fact in facts)


def test_about_tells_newest_articles_first(tiny_catalogue: Catalogue) -> None:
    assert ids(tiny_catalogue.about("zephyr", HANS, 0, 10)) == [
        "d-release", "d-cost", "t-release", "t-compare", "d-models",
    ]  # fmt: skip


def test_every_fact_of_a_page_is_cited_once(shipped: Catalogue) -> None:
    page = shipped.about("orion", EN, 0, 60)
    articles = [citation.article for citation in page.citations]
    assert len(articles) == len(set(articles))
    assert {fact.article for fact in page.facts} == set(articles)
