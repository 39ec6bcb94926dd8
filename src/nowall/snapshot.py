"""An immutable searchable view of the corpus; a new one replaces the old by one assignment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nowall.answer.match.likeness import LikenessTable
from nowall.answer.match.views import AskView, FactView, TermWeights, entity_terms, numbers_in
from nowall.answer.understand.understander import Understander
from nowall.language.mentions import EntityMatcher
from nowall.language.normalise import normalise
from nowall.language.tokenizer import Tokenizer
from nowall.lexicon import lexicon
from nowall.records import Article, Claim, Corpus, Entity, Fact, FactKind
from nowall.search.index import IndexDocument
from nowall.semantic.embedder import Vectors

_BESIDE = frozenset(role["id"] for role in lexicon("roles")["role"] if role.get("beside"))


@dataclass(frozen=True)
class Snapshot:
    """Everything that answering reads: records by id, their views, names, and vectors if there are any."""

    corpus: Corpus
    seq: int
    tokenizer: Tokenizer
    """Cuts records, in bulk."""
    question_tokenizer: Tokenizer
    """Cuts questions; cuts identically."""
    likeness: LikenessTable | None = None

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Articles by id."""
        return {article.id: article for article in self.corpus.articles}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.corpus.facts}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.corpus.entities}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.corpus.claims}

    @cached_property
    def facts_of(self) -> dict[str, tuple[Fact, ...]]:
        """The facts of each article, in its order, by article id."""
        table: dict[str, list[Fact]] = {article: [] for article in self.articles}
        for fact in self.corpus.facts:
            table[fact.article].append(fact)
        return {article: tuple(sorted(facts, key=lambda f: f.place)) for article, facts in table.items()}

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
        return EntityMatcher(self.corpus.entities, self._texts.__contains__)

    @cached_property
    def _texts(self) -> str:
        """All texts of the records, normalised, in one."""
        facts = (text for fact in self.corpus.facts for text in (fact.zh, fact.en, *fact.asks) if text)
        articles = (f"{article.title} {article.author}" for article in self.corpus.articles)
        return "\n".join(map(normalise, (*facts, *articles)))

    @cached_property
    def views(self) -> dict[str, FactView]:
        """The facts, and the claims as if each were one, as the matcher sees them, by id."""
        facts = {fact.id: self._view(fact) for fact in self.corpus.facts}
        return facts | {claim.id: self._claim_view(claim) for claim in self.corpus.claims}

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
            around=about | self._owners(about),
            numbers=frozenset(),
        )

    def _owners(self, entities: Iterable[str]) -> frozenset[str]:
        """What the entities belong to, as a person to a company; not what they only stand beside, as a rival."""
        known = (self.entities[e] for e in entities if e in self.entities)
        return frozenset(r.of for entity in known for r in entity.relations if r.role not in _BESIDE)

    def _view(self, fact: Fact) -> FactView:
        article = self.articles[fact.article]
        text = [fact.zh, fact.en, fact.note_zh, fact.occasion_zh, fact.occasion_en]
        about = frozenset(fact.about).union(*(self._named(t) for t in (fact.zh, fact.en) if t))
        title = [article.title, article.publisher, *self._names_of(article.publisher), article.author or ""]
        terms, asks = frozenset((*self._terms(text), *entity_terms(about))), self.ask_views(fact.asks)
        return FactView(
            fact=fact,
            text=terms,
            asks=asks,
            everything=terms.union(*(ask.terms for ask in asks)),
            plain=normalise(f"{fact.zh} {fact.en or ''}"),
            about=about,
            around=about | self._owners(about),
            numbers=numbers_in((fact.zh, fact.en, fact.when)),
            place_terms=frozenset((*self._terms(title), *entity_terms(self._named(article.title)))),
        )

    def ask_views(self, asks: Iterable[str]) -> tuple[AskView, ...]:
        """Sample questions as the matcher sees them."""
        views = []
        for ask in asks:
            terms = (*self._terms([ask]), *entity_terms(self._named(ask)))
            views.append(AskView(normalise(ask).rstrip("?!. "), frozenset(terms)))
        return tuple(views)

    def _named(self, text: str) -> frozenset[str]:
        return frozenset(m.entity for m in self.matcher.find_exact(normalise(text), text))

    def _names_of(self, entity: str) -> Sequence[str]:
        return self.entities[entity].names if entity in self.entities else ()

    def _terms(self, texts: Iterable[str | None]) -> list[str]:
        return [term for text in texts if text for term in self.tokenizer.terms(normalise(text))]

    @cached_property
    def weights(self) -> TermWeights:
        """How telling each term is in this corpus."""
        return TermWeights(view.everything for view in self.views.values())

    @cached_property
    def understander(self) -> Understander:
        """Understands questions with this corpus's names."""
        return Understander(self.corpus.entities, self.question_tokenizer, self.matcher, self._texts.__contains__)

    def kind_of(self, entity: str) -> str | None:
        """The kind of an entity, None for an id that the corpus does not know."""
        known = self.entities.get(entity)
        return known.kind.value if known else None


def documents(snapshot: Snapshot, owners: Collection[str] | None = None) -> Iterator[IndexDocument]:
    """What the index holds of a snapshot: one document a fact or claim; ``owners`` restricts to these."""
    for owner, view in snapshot.views.items():
        if owners is None or owner in owners:
            words = {"text": view.text, "asks": frozenset().union(*(a.terms for a in view.asks))}
            terms = {field: [t for t in found if not t.startswith("e:")] for field, found in words.items()}
            terms["entities"] = entity_terms(view.around)
            yield IndexDocument(owner, owner, (view.fact.article,), terms)


def texts_to_embed(corpus: Corpus) -> tuple[list[str], list[str], list[bool]]:
    """What is embedded of a corpus: owners (fact and claim ids), texts, and whether each is a sample question."""
    owners: list[str] = []
    texts: list[str] = []
    is_ask: list[bool] = []
    records: list[Fact | Claim] = [*corpus.facts, *corpus.claims]
    for record in records:
        for ask, group in ((False, (record.zh, record.en)), (True, record.asks)):
            for text in filter(None, group):
                owners.append(record.id)
                texts.append(text)
                is_ask.append(ask)
    return owners, texts, is_ask


def likeness_table(corpus: Corpus, matrix: Vectors) -> LikenessTable:
    """The vectors of a corpus, in the order of `texts_to_embed`, ready to be compared."""
    owners, _, is_ask = texts_to_embed(corpus)
    return LikenessTable(owners, is_ask, matrix)
