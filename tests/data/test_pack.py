"""The pack that ships: valid, unambiguous, in both languages."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import nowall
from nowall.language.normalise import normalise
from nowall.learn.pack.reader import read_pack
from nowall.learn.pack.standard import shortfalls
from nowall.records import Claim, Corpus, Side

DATA = Path(nowall.__file__).parents[2] / "data"


@cache
def corpus() -> Corpus:
    return read_pack(DATA)


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_pack_is_valid() -> None:
    assert len(corpus().articles) == 5
    assert len(corpus().facts) > 250


def test_pack_is_finished() -> None:
    assert list(shortfalls(corpus())) == []


def test_stable_keys_are_unique() -> None:
    keys = [fact.key for fact in corpus().facts] + [article.key for article in corpus().articles]
    assert repeated(keys) == []


def test_every_surface_form_names_one_entity() -> None:
    forms = [
        form for entity in corpus().entities for form in {normalise(name) for name in entity.names} | set(entity.cased)
    ]
    assert repeated(forms) == []


def test_every_fact_is_told_in_both_languages() -> None:
    wrong = [f.id for f in corpus().facts if not has_chinese(f.zh) or not f.en or has_chinese(f.en)]
    assert wrong == []


def test_every_fact_is_asked_for_in_both_languages() -> None:
    wrong = [f.id for f in corpus().facts if len({has_chinese(ask) for ask in f.asks}) < 2]
    assert wrong == []


def test_no_sample_question_is_that_of_two_facts_of_an_article() -> None:
    asks = [f"{fact.article}: {ask}" for fact in corpus().facts for ask in {*map(normalise, fact.asks)}]
    assert repeated(asks) == []


def test_no_two_facts_say_the_same() -> None:
    assert repeated([normalise(fact.zh) for fact in corpus().facts]) == []


def test_every_claim_of_disagreement_has_facts_of_its_own_on_each_side() -> None:
    for claim in corpus().claims:
        assert repeated([fact for side in claim.sides for fact in side.facts]) == [], claim.id


def test_every_claim_and_side_is_told_in_both_languages() -> None:
    records: list[Claim | Side] = [*corpus().claims, *(side for claim in corpus().claims for side in claim.sides)]
    assert [record.id for record in records if not has_chinese(record.zh) or has_chinese(record.en)] == []
