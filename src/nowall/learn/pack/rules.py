"""What ties a pack's records together: references that resolve, and words that stand where they must."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from nowall.language.normalise import normalise
from nowall.learn.pack.flaws import Flaw
from nowall.records import Claim, Corpus, Entity, Fact


@dataclass(frozen=True, slots=True)
class Names:
    """Every id that a record may refer to."""

    entities: Collection[str]
    facts: Collection[str]
    attributes: Collection[str]
    roles: Collection[str]


def broken_rules(corpus: Corpus, names: Names) -> Iterator[Flaw]:
    """Yield all that is wrong between and within these records."""
    for article in corpus.articles:
        if article.publisher and article.publisher not in names.entities:
            yield Flaw("article", article.id, _unknown_entity("publisher", article.publisher), ("publisher",))
    for fact in corpus.facts:
        for key, told in (*_reference_problems(fact, names), *_wording_problems(fact)):
            yield Flaw("fact", fact.id, told, (key,))
    for entity in corpus.entities:
        for told in _relation_problems(entity, names):
            yield Flaw("entity", entity.id, told, ("relations",))
    yield from _shared_forms(corpus.entities)
    for claim in corpus.claims:
        yield from _claim_problems(claim, names)


def _unknown_entity(key: str, identifier: str) -> str:
    return f"{key} {identifier!r} is no entity: add it to entities.toml, or correct the id"


def _reference_problems(fact: Fact, names: Names) -> Iterator[tuple[str, str]]:
    single = {"claimant": fact.claimant, "subject": fact.subject, "speaker": fact.speaker}
    mentioned = [*single.items(), *(("entities", entity) for entity in fact.entities)]
    for key, identifier in mentioned:
        if identifier is not None and identifier not in names.entities:
            yield key, _unknown_entity(key, identifier)
    if fact.attribute is not None and fact.attribute not in names.attributes:
        yield "attribute", _unknown_attribute(fact.attribute, names.attributes)


def _unknown_attribute(attribute: str, known: Collection[str]) -> str:
    near = get_close_matches(attribute, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "take an id of nowall's lexicon/attributes.toml, or leave it out"
    return f"attribute {attribute!r} is not in the lexicon: {hint}"


def _wording_problems(fact: Fact) -> Iterator[tuple[str, str]]:
    english = fact.en or ""
    if fact.value_zh is not None and fact.value_zh not in fact.zh:
        yield "value_zh", f"value_zh “{fact.value_zh}” is no part of zh: copy it from there"
    if fact.value_en is not None and fact.value_en not in english:
        yield "value_en", f"value_en “{fact.value_en}” is no part of en: copy it from there"
    if fact.quote is not None and not _is_quoted(fact.quote, fact.zh):
        yield "quote", f"the words “{fact.quote}” do not stand between “ and ” in zh: copy them there literally"
    if fact.items_en and len(fact.items_zh) != len(fact.items_en):
        told = f"items_zh has {len(fact.items_zh)} items and items_en {len(fact.items_en)}: give as many in both"
        yield "items_en", told
    for item in fact.items_zh:
        if item not in fact.zh:
            yield "items_zh", f"item “{item}” is not named in zh: name it there"
    for item in fact.items_en:
        if item not in english:
            yield "items_en", f"item “{item}” is not named in en: name it there"


def _is_quoted(words: str, text: str) -> bool:
    before, found, after = text.partition(words)
    return bool(found) and "“" in before and "”" in after


def _relation_problems(entity: Entity, names: Names) -> Iterator[str]:
    for relation in entity.relations:
        if relation.role not in names.roles:
            yield f"role {relation.role!r} is not in the lexicon: take an id of lexicon/roles.toml"
        if relation.of == entity.id:
            yield f"it is {relation.role} of itself: name the other entity"
        elif relation.of not in names.entities:
            yield _unknown_entity(f"{relation.role} of", relation.of)


def _shared_forms(entities: Iterable[Entity]) -> Iterator[Flaw]:
    owners: dict[str, str] = {}
    for entity in entities:
        display = {normalise(name): key for name, key in ((entity.en, "en"), (entity.zh, "zh"))}
        forms = list(display.items())
        forms += [(normalise(form), "forms") for form in entity.forms]
        for form, key in (*forms, *((form, "cased") for form in entity.cased)):
            if form in owners:
                told = f"“{form}” is a name of {owners[form]} already, apart from case, width and script: keep one"
                yield Flaw("entity", entity.id, told, (key,))
            owners[form] = entity.id


def _claim_problems(claim: Claim, names: Names) -> Iterator[Flaw]:
    if claim.subject is not None and claim.subject not in names.entities:
        yield Flaw("claim", claim.id, _unknown_entity("subject", claim.subject), ("subject",))
    if not claim.agree and len(claim.sides) < 2:
        yield Flaw("claim", claim.id, "it has one side only: add the other one, or say agree = true", ("side",))
    sides = [side.id for side in claim.sides]
    for number, side in enumerate(claim.sides):
        if side.id in sides[:number]:
            yield Flaw("claim", claim.id, f"side {side.id} is there twice: rename one", ("side", number, "id"))
        facts = ("side", number, "facts")
        if not side.facts:
            yield Flaw("claim", claim.id, f"side {side.id} has no facts: name at least one", facts)
        for fact in side.facts:
            if fact not in names.facts:
                yield Flaw("claim", claim.id, f"side {side.id}: {fact!r} is no fact: correct the id", facts)
