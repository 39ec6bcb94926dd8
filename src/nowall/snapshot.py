"""An immutable searchable view of the corpus; a new one replaces the old by one assignment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Protocol

from nowall.answer.match.likeness import LikenessTable
from nowall.answer.match.views import END_OF_ASK, AskView, FactView, TermWeights, entity_terms, numbers_in
from nowall.answer.understand.understander import Understander
from nowall.language.mentions import EntityMatcher
from nowall.language.normalise import normalise
from nowall.language.tokenizer import Tokenizer
from nowall.lexicon import lexicon
from nowall.lookup import Lookup
from nowall.naming import Naming
from nowall.passages import Passage
from nowall.records import Article, Claim, Corpus, Entity, Fact, FactKind
from nowall.search.index import SearchIndex

_COUNTED = 50_000
"""Terms that are counted once while they are asked for."""
_BESIDE = frozenset(role["id"] for role in lexicon("roles")["role"] if role.get("beside"))


class Shelf(Protocol):
    """Where learned records are read by id; what is not there is left out."""

    def facts(self, ids: Collection[str]) -> Mapping[str, Fact]:
        """These facts."""

    def facts_of(self, articles: Collection[str]) -> Mapping[str, tuple[Fact, ...]]:
        """The facts of these articles, in their order."""

    def articles(self, ids: Collection[str]) -> Mapping[str, Article]:
        """These articles."""

    def passages(self, ids: Collection[str]) -> Mapping[str, Passage]:
        """These facts as they are ranked."""

    def names_of(self, entities: Collection[str]) -> Mapping[str, Entity]:
        """What an article says of each of these entities."""


@dataclass(frozen=True)
class Snapshot:
    """Everything that answering reads: the pack in memory, learned records by way of the shelf, and the index."""

    corpus: Corpus
    """The pack."""
    seq: int
    tokenizer: Tokenizer
    """Cuts records, in bulk."""
    question_tokenizer: Tokenizer
    """Cuts questions; cuts identically."""
    likeness: LikenessTable | None = None
    index: SearchIndex | None = None
    """Knows how common terms are; without one the pack itself is counted."""
    shelf: Shelf | None = None
    learned_names: Sequence[Entity] = ()
    """What articles say of the entities that they name, the most common ones first."""
    names_before: tuple[Naming, EntityMatcher] | None = None
    """Names of an earlier snapshot that still serve: to make them takes seconds where there are many."""

    @cached_property
    def articles(self) -> Lookup[Article]:
        """Articles by id."""
        return Lookup(
            {article.id: article for article in self.corpus.articles}, self.shelf.articles if self.shelf else None
        )

    @cached_property
    def facts(self) -> Lookup[Fact]:
        """Facts by id."""
        return Lookup({fact.id: fact for fact in self.corpus.facts}, self._learned_facts if self.shelf else None)

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {fact.key: fact.id for fact in self.corpus.facts}

    def fact_by_key(self, key: str) -> Fact | None:
        """The fact with this stable key."""
        return self.facts.get(self._keys.get(key, key))

    def _learned_facts(self, ids: Collection[str]) -> Mapping[str, Fact]:
        assert self.shelf is not None  # noqa: S101  else nothing is loaded
        return {identifier: self._named_once(fact) for identifier, fact in self.shelf.facts(ids).items()}

    def _named_once(self, fact: Fact) -> Fact:
        """A learned fact that calls each entity by the id that it has here."""
        one = self.naming.canonical
        if all(one(name) == name for name in fact.about):
            return fact
        return replace(
            fact,
            subject=fact.subject and one(fact.subject),
            speaker=fact.speaker and one(fact.speaker),
            claimant=fact.claimant and one(fact.claimant),
            entities=tuple(map(one, fact.entities)),
        )

    @cached_property
    def naming(self) -> Naming:
        """Who is who, over all articles."""
        return self.names_before[0] if self.names_before else Naming(self.corpus.entities, self.learned_names)

    @property
    def entities(self) -> Mapping[str, Entity]:
        """The entities that questions may name, by id."""
        return self.naming.entities

    def entity(self, identifier: str) -> Entity | None:
        """An entity by its id, also one that is too rare to be recognised in questions."""
        return self._every_entity.get(identifier)

    def entities_by_id(self, identifiers: Collection[str]) -> Mapping[str, Entity]:
        """Those of these entities that there are, the rare ones too."""
        return self._every_entity.many(identifiers)

    @cached_property
    def _every_entity(self) -> Lookup[Entity]:
        return Lookup(self.entities, self.shelf.names_of if self.shelf else None)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.corpus.claims}

    @cached_property
    def facts_of(self) -> Lookup[tuple[Fact, ...]]:
        """The facts of each article, in its order, by article id."""
        table: dict[str, list[Fact]] = {article.id: [] for article in self.corpus.articles}
        for fact in self.corpus.facts:
            table[fact.article].append(fact)
        known = {article: tuple(sorted(facts, key=lambda f: f.place)) for article, facts in table.items()}
        return Lookup(known, self.shelf.facts_of if self.shelf else None)

    @cached_property
    def claims_of(self) -> dict[str, tuple[Claim, ...]]:
        """The claims that a fact takes a side in, by fact id."""
        table: dict[str, list[Claim]] = {}
        for claim in self.corpus.claims:
            for side in claim.sides:
                for fact in side.facts:
                    table.setdefault(fact, []).append(claim)
        return {fact: tuple(dict.fromkeys(claims)) for fact, claims in table.items()}

    @cached_property
    def matcher(self) -> EntityMatcher:
        """The names of the corpus."""
        if self.names_before:
            return self.names_before[1].among(self.occurs)
        return EntityMatcher(self.entities.values(), self.occurs)

    def occurs(self, text: str) -> bool:
        """Whether a normalised text may stand in a record: its words or pairs of characters stand in one together."""
        terms = self.tokenizer.traces(text)
        if not terms:
            return True
        if self.index is not None:
            return self.index.has(terms)
        return any(view.everything.union(view.place_terms).issuperset(terms) for view in self._own_views)

    @cached_property
    def views(self) -> Lookup[FactView]:
        """The facts, and the claims as if each were one, as the matcher sees them, by id."""
        return Lookup({}, self._load_views)

    @property
    def _own_views(self) -> Iterable[FactView]:
        return self.views.many([*self.facts.known, *self.claims]).values()

    def _load_views(self, ids: Collection[str]) -> dict[str, FactView]:
        facts = self.facts.many([i for i in ids if i not in self.claims])
        self._place_terms.many({fact.article for fact in facts.values()})  # at once, with their articles
        views = {fact.id: self._view(fact) for fact in facts.values() if fact.article in self.articles}
        return views | {i: self._claim_view(self.claims[i]) for i in ids if i in self.claims}

    def _claim_view(self, claim: Claim) -> FactView:
        """A claim stands for its question: it is found by how that can be asked."""
        speaking = self.facts.get(claim.sides[0].facts[0]) if claim.sides and claim.sides[0].facts else None
        attribute = speaking.attribute if speaking else None
        fact = Fact(claim.id, "", FactKind.FACT, claim.zh, claim.en, subject=claim.subject, attribute=attribute)
        about = frozenset(filter(None, [claim.subject])).union(*(self._named(t) for t in (claim.zh, claim.en)))
        terms = frozenset((*self._terms([claim.zh, claim.en]), *entity_terms(about)))
        asks = self.ask_views((claim.zh, claim.en, *claim.asks))
        return FactView(
            fact=fact,
            text=terms,
            asks=asks,
            everything=terms.union(*(ask.terms for ask in asks)),
            plain=normalise(f"{claim.zh} {claim.en}"),
            about=about,
            around=self.around(about),
            numbers=frozenset(),
        )

    def around(self, entities: frozenset[str]) -> frozenset[str]:
        """The entities, and what they belong to, as a person to a company; not what they stand beside, as a rival."""
        known = (self.entities[e] for e in entities if e in self.entities)
        return entities.union(r.of for entity in known for r in entity.relations if r.role not in _BESIDE)

    def _view(self, fact: Fact) -> FactView:
        text = [fact.zh, fact.en, fact.note_zh, fact.occasion_zh, fact.occasion_en]
        about = frozenset(fact.about).union(*(self._named(t) for t in (fact.zh, fact.en) if t))
        terms, asks = frozenset((*self._terms(text), *entity_terms(about))), self.ask_views(fact.asks)
        return FactView(
            fact=fact,
            text=terms,
            asks=asks,
            everything=terms.union(*(ask.terms for ask in asks)),
            plain=f"{normalise(fact.zh)} {normalise(fact.en or '')}".strip(),
            about=about,
            around=self.around(about),
            numbers=numbers_in((fact.zh, fact.en, fact.when)),
            place_terms=self._place_terms[fact.article],
        )

    @cached_property
    def _place_terms(self) -> Lookup[frozenset[str]]:
        """What an article's title and publisher say, by article id."""

        def load(ids: Collection[str]) -> dict[str, frozenset[str]]:
            articles = self.articles.many(ids)
            named = {i: entity_terms(self._named(article.title)) for i, article in articles.items()}
            return {i: frozenset((*self.title_terms(article), *named[i])) for i, article in articles.items()}

        return Lookup({}, load)

    def title_terms(self, article: Article) -> list[str]:
        """Terms of an article's title, publisher and author."""
        publisher = self.entities.get(article.publisher)
        names = publisher.names if publisher else (article.publisher,)
        return self._terms([article.title, *names, article.author])

    def ask_views(self, asks: Iterable[str]) -> tuple[AskView, ...]:
        """Sample questions as the matcher sees them."""
        views = []
        for ask in asks:
            terms = (*self._terms([ask]), *entity_terms(self._named(ask)))
            views.append(AskView(normalise(ask).rstrip(END_OF_ASK), frozenset(terms)))
        return tuple(views)

    def _named(self, text: str) -> frozenset[str]:
        return frozenset(m.entity for m in self.matcher.find_exact(normalise(text), text))

    def _terms(self, texts: Iterable[str | None]) -> list[str]:
        return [term for text in texts if text for term in self.tokenizer.terms(normalise(text))]

    @cached_property
    def weights(self) -> TermWeights:
        """How telling each term is in this corpus."""
        if self.index is None:
            return TermWeights.of_documents(view.everything for view in self._own_views)
        return TermWeights(lru_cache(_COUNTED)(self._count), len(self.index))

    def _count(self, term: str) -> int:
        assert self.index is not None  # noqa: S101  else the pack itself is counted
        if term.startswith("e:"):
            return self.index.count("entities", term)
        return max(self.index.count("text", term), self.index.count("asks", term))

    @cached_property
    def understander(self) -> Understander:
        """Understands questions with this corpus's names."""
        return Understander(self.entities.values(), self.question_tokenizer, self.matcher, self.occurs)

    def kind_of(self, entity: str) -> str | None:
        """The kind of an entity, None for an id that the corpus does not know."""
        return self._kinds.get(entity)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {identifier: entity.kind.value for identifier, entity in self.entities.items()}
