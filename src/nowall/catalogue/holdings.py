"""Who and what a corpus speaks of, and in which facts: the pack's from memory, learned ones by way of the index."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache

from nowall.answer.match.views import entity_terms
from nowall.naming import Naming
from nowall.records import Entity, Fact, FactKind, stable_key
from nowall.search.index import Query
from nowall.snapshot import Snapshot
from nowall.store.learned_browsing import LearnedBrowsing

MOST_LISTED = 500
"""Learned facts that one list draws from."""


class Holdings:
    """The facts of one snapshot by what they speak of. Thread-safe; tables are made when they are first needed."""

    def __init__(self, snapshot: Snapshot, learned: LearnedBrowsing) -> None:
        """``snapshot`` has an index."""
        assert snapshot.index is not None  # noqa: S101  a draft shows nothing
        self._snapshot = snapshot
        self._index = snapshot.index
        self._learned = learned

    def entity(self, key: str) -> Entity | None:
        """The entity with this stable key or id."""
        entities = self._snapshot.entities
        return entities.get(_ids_by_key(self._snapshot.naming).get(key, key))

    def about(self, entity: Entity, most: int = MOST_LISTED) -> list[Fact]:
        """Facts about an entity: it is the subject, then it speaks, then it is mentioned; newest articles first."""
        facts = [*self._own.get(entity.id, ()), *self._learned_about(entity.id, most)]
        published = self._published(facts)
        facts.sort(key=lambda fact: (fact.article, fact.place))
        facts.sort(key=lambda fact: published.get(fact.article) or "", reverse=True)
        return sorted(facts, key=lambda fact: _part(fact, entity.id))

    def _published(self, facts: Sequence[Fact]) -> dict[str, str | None]:
        articles = self._snapshot.articles.many({fact.article for fact in facts})
        return {article.id: article.published for article in articles.values()}

    @cached_property
    def _own(self) -> Mapping[str, Sequence[Fact]]:
        """The pack's facts by whom they are about."""
        table: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._snapshot.corpus.facts:
            for entity in fact.about:
                table[entity].append(fact)
        return table

    def _learned_about(self, entity: str, most: int) -> list[Fact]:
        if not self.has_learned:
            return []
        terms = dict.fromkeys(entity_terms(self._snapshot.naming.members(entity)), 1.0)
        return self.learned_facts(Query({"entities": terms}), most)

    def learned_facts(self, query: Query, most: int = MOST_LISTED) -> list[Fact]:
        """The learned facts that an index finds, best first."""
        own = self._snapshot.facts.known
        ids = [hit.id for hit in self._index.search(query, most) if hit.id not in own]
        return list(self._snapshot.facts.many([i for i in ids if i not in self._snapshot.claims]).values())

    @property
    def has_learned(self) -> bool:
        """Whether there is more than the pack."""
        return self.learned_count > 0

    @cached_property
    def learned_count(self) -> int:
        """How many learned facts there are."""
        return len(self._index) - len(self._snapshot.facts.known) - len(self._snapshot.claims)

    def count(self, entity: str) -> int:
        """In how many facts an entity occurs."""
        return self._counts((entity,))[entity]

    def _counts(self, entities: Collection[str]) -> dict[str, int]:
        """In how many facts each of these occurs."""
        own = {entity: len(self._own.get(entity, ())) for entity in entities}
        if not self.has_learned:
            return own
        terms = {entity: entity_terms(self._snapshot.naming.members(entity)) for entity in entities}
        indexed = self._index.counts("entities", {term for each in terms.values() for term in each})
        found = {entity: sum(indexed[term] for term in each) for entity, each in terms.items()}
        return {entity: own[entity] + max(found[entity] - self._indexed_of_pack[entity], 0) for entity in entities}

    @cached_property
    def _indexed_of_pack(self) -> Counter[str]:
        """In how many of the pack's documents the index has an entity: also for what only belongs to it."""
        records = [*self._snapshot.facts.known, *self._snapshot.claims]
        return Counter(entity for view in self._snapshot.views.many(records).values() for entity in view.around)

    def rarity(self, entity: str) -> float:
        """How telling it is that a fact is about an entity: 0 where all are, 1 where it is the only one."""
        total = max(len(self._index), 2)
        return 1 - math.log(max(self.count(entity), 1)) / math.log(total)

    @cached_property
    def topics(self) -> Sequence[tuple[Entity, int]]:
        """The entities that facts speak of, with their number, most first."""
        counts = self._counts(self._snapshot.entities)
        counted = ((entity, counts[entity.id]) for entity in self._snapshot.entities.values())
        return sorted((one for one in counted if one[1]), key=lambda one: (-one[1], one[0].id))

    @cached_property
    def quotes_by_speaker(self) -> Counter[str]:
        """How many quotes there are of whom."""
        spoken = Counter(fact.speaker for fact in self._snapshot.corpus.facts if fact.speaker and is_quote(fact))
        for speaker, count in self._learned.quotes_by_speaker().items() if self.has_learned else ():
            spoken[self._snapshot.naming.canonical(speaker)] += count
        return spoken

    def quotes_of(self, speakers: Sequence[str], most: int = MOST_LISTED) -> list[Fact]:
        """Quotes of these speakers, the pack's first."""
        own = [fact for fact in self._snapshot.corpus.facts if is_quote(fact) and fact.speaker in speakers]
        if not self.has_learned or not speakers:
            return own
        members = [member for speaker in speakers for member in self._snapshot.naming.members(speaker)]
        return [*own, *self._snapshot.facts.many(self._learned.quotes_of(members, most)).values()]

    def any_fact(self, seed: int) -> Fact | None:
        """A fact for a seed, as often a quote as not where there are any; every fact has seeds that give it."""
        number, chosen = divmod(_scattered(seed), 2)
        every = self._snapshot.corpus.facts
        own = [fact for fact in every if is_quote(fact)] if chosen else every
        total = len(every) + self.learned_count
        if self.has_learned and number % total >= len(every):
            found = self._learned.one_after(stable_key(str(number)), quote=bool(chosen))
            if found and (fact := self._snapshot.facts.get(found)):
                return fact
        own = own or every
        return own[number // total % len(own)] if own else None


def _scattered(seed: int) -> int:
    """A large number in which neighbouring seeds have nothing in common."""
    return int.from_bytes(hashlib.blake2s(str(seed).encode(), digest_size=8).digest(), "big")


def is_quote(fact: Fact) -> bool:
    """Whether a record gives somebody's own words."""
    return fact.kind is FactKind.QUOTE


@lru_cache(maxsize=1)
def _ids_by_key(naming: Naming) -> Mapping[str, str]:
    """The entities' ids by stable key; the same names often serve several snapshots."""
    return {entity.key: identifier for identifier, entity in naming.entities.items()}


def _part(fact: Fact, entity: str) -> int:
    """What part an entity has in a fact: what it is about, who says it, or one of what it mentions."""
    if fact.subject == entity:
        return 0
    return 1 if entity in (fact.speaker, fact.claimant) else 2
