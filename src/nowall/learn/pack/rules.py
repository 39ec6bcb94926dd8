"""What ties a pack's records together: references that resolve, words that stand where they must, lengths."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from nowall.language.normalise import normalise
from nowall.records import Claim, Corpus, Entity, Fact, FactKind

_MOST_CHARACTERS = {FactKind.QUOTE: (180, 450), FactKind.LIST: (220, 500)}
_MOST_CHARACTERS_ELSEWHERE = (100, 280)
_FEWEST_ASKS, _MOST_ASKS = 4, 6


@dataclass(frozen=True, slots=True)
class Names:
    """Every id that a record may refer to."""

    entities: Collection[str]
    facts: Collection[str]
    attributes: Collection[str]
    roles: Collection[str]


def broken_rules(corpus: Corpus, names: Names) -> Iterator[str]:
    """Yield all that is wrong between and within these records: file, record, problem and remedy."""
    for article in corpus.articles:
        if article.publisher not in names.entities:
            yield f"articles/{article.id}.toml: {_unknown_entity('publisher', article.publisher)}"
    for fact in corpus.facts:
        for problem in _fact_problems(fact, names):
            yield f"articles/{fact.article}.toml, fact {fact.id}: {problem}"
    for entity in corpus.entities:
        for problem in _entity_problems(entity, names):
            yield f"entities.toml, entity {entity.id}: {problem}"
    yield from _shared_forms(corpus.entities)
    for claim in corpus.claims:
        for problem in _claim_problems(claim, names):
            yield f"claims.toml, claim {claim.id}: {problem}"


def _unknown_entity(key: str, identifier: str) -> str:
    return f"{key} {identifier!r} is no entity: add it to entities.toml, or correct the id"


def _fact_problems(fact: Fact, names: Names) -> Iterator[str]:
    single = {"claimant": fact.claimant, "subject": fact.subject, "speaker": fact.speaker}
    mentioned = [*single.items(), *(("entities:", entity) for entity in fact.entities)]
    for key, identifier in mentioned:
        if identifier is not None and identifier not in names.entities:
            yield _unknown_entity(key, identifier)
    if fact.attribute is not None and fact.attribute not in names.attributes:
        yield f"attribute {fact.attribute!r} is not in the lexicon: take an id of lexicon/attributes.toml"
    if not _FEWEST_ASKS <= len(fact.asks) <= _MOST_ASKS:
        yield f"asks has {len(fact.asks)} questions: give {_FEWEST_ASKS} to {_MOST_ASKS}"
    yield from _wording_problems(fact)


def _wording_problems(fact: Fact) -> Iterator[str]:
    english = fact.en or ""
    most_zh, most_en = _MOST_CHARACTERS.get(fact.kind, _MOST_CHARACTERS_ELSEWHERE)
    if len(fact.zh) > most_zh:
        yield f"zh has {len(fact.zh)} characters: shorten it to {most_zh}"
    if len(english) > most_en:
        yield f"en has {len(english)} characters: shorten it to {most_en}"
    if fact.value_zh is not None and fact.value_zh not in fact.zh:
        yield f"value_zh “{fact.value_zh}” is no part of zh: copy it from there"
    if fact.value_en is not None and fact.value_en not in english:
        yield f"value_en “{fact.value_en}” is no part of en: copy it from there"
    if fact.quote is not None and not _is_quoted(fact.quote, fact.zh):
        yield f"the words “{fact.quote}” do not stand between “ and ” in zh: copy them there literally"
    if len(fact.items_zh) != len(fact.items_en):
        yield f"items_zh has {len(fact.items_zh)} items and items_en {len(fact.items_en)}: give as many in both"
    yield from (f"item “{item}” is not named in zh: name it there" for item in fact.items_zh if item not in fact.zh)
    yield from (f"item “{item}” is not named in en: name it there" for item in fact.items_en if item not in english)


def _is_quoted(words: str, text: str) -> bool:
    before, found, after = text.partition(words)
    return bool(found) and "“" in before and "”" in after


def _entity_problems(entity: Entity, names: Names) -> Iterator[str]:
    for relation in entity.relations:
        if relation.role not in names.roles:
            yield f"role {relation.role!r} is not in the lexicon: take an id of lexicon/roles.toml"
        if relation.of == entity.id:
            yield f"it is {relation.role} of itself: name the other entity"
        elif relation.of not in names.entities:
            yield _unknown_entity(f"{relation.role} of", relation.of)


def _shared_forms(entities: Iterable[Entity]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for entity in entities:
        display = dict.fromkeys((normalise(entity.zh), normalise(entity.en)))
        for form in (*display, *map(normalise, entity.forms), *entity.cased):
            if form in owners:
                yield (
                    f"entities.toml, entity {entity.id}: “{form}” is a name of {owners[form]} already, apart from "
                    "case, width and script: keep one"
                )
            owners[form] = entity.id


def _claim_problems(claim: Claim, names: Names) -> Iterator[str]:
    if claim.subject is not None and claim.subject not in names.entities:
        yield _unknown_entity("subject", claim.subject)
    if not claim.agree and len(claim.sides) < 2:
        yield "it has one side only: add the other one, or say agree = true"
    sides = [side.id for side in claim.sides]
    yield from (f"side {side} is there twice: rename one" for side in {s for s in sides if sides.count(s) > 1})
    for side in claim.sides:
        if not side.facts:
            yield f"side {side.id} has no facts: name at least one"
        for fact in side.facts:
            if fact not in names.facts:
                yield f"side {side.id}: {fact!r} is no fact: correct the id"
