"""What there is to look at in a corpus: cards of records, and lists of facts in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nowall.answer.answerer import Answerer
from nowall.answer.decide.decision import ChosenFact
from nowall.answers import (
    Answer,
    ArticleCard,
    CorpusSize,
    EntityCard,
    FactPage,
    Language,
    Status,
    Suggestion,
)
from nowall.catalogue.pages import Pages
from nowall.language.script import in_script
from nowall.records import Article, Entity, Fact
from nowall.store.learned_store import LearnedStore

_SAMPLES = 4


class Catalogue:
    """A view over one snapshot. Thread-safe; ask the engine for a new one rather than keep it.

    Lists take ``start`` (0-based) and ``count``; a page beyond the end is empty.
    """

    def __init__(self, answerer: Answerer, learned: LearnedStore) -> None:
        """Use `nowall.engine.Engine.catalogue`."""
        self._answerer = answerer
        self._snapshot = answerer.snapshot
        self._composer = answerer.composer
        self._learned = learned
        self._pages = Pages(answerer.composer)

    def card(self, fact_key: str, language: Language) -> Answer | None:
        """The fact with this stable key, shown as an answer; None where there is none (any more)."""
        fact = self._snapshot.fact_by_key(fact_key)
        return None if fact is None else self._answer(fact, language)

    def _answer(self, fact: Fact, language: Language) -> Answer:
        shown = self._composer.answer_fact(ChosenFact(fact), language)
        citations = self._composer.citations([shown])
        return Answer(Status.ANSWERED, language, shown.text, shown.short, 1.0, (shown,), citations)

    def article(self, key: str, language: Language) -> ArticleCard | None:
        """The article with this stable key or id; None where there is none."""
        article = self._article(key)
        return self._card(article, self._snapshot.facts_of[article.id], language) if article else None

    def _article(self, key: str) -> Article | None:
        for article in self._snapshot.corpus.articles:
            if key in (article.key, article.id):
                return article
        return self._snapshot.articles.get(self._learned.article_id(key) or key)

    def sources(self, language: Language, start: int = 0, count: int | None = None) -> tuple[ArticleCard, ...]:
        """All articles, newest first, those without a date last; ``count`` of them, else all."""
        snapshot = self._snapshot
        cards = [self._card(article, snapshot.facts_of[article.id], language) for article in snapshot.corpus.articles]
        for article, facts in self._learned.every_article():
            cards.append(replace(self._card(article, (), language), facts=facts))
        cards.sort(key=lambda card: card.citation.published or "", reverse=True)
        return tuple(cards[start : None if count is None else start + count])

    def _card(self, article: Article, facts: Sequence[Fact], language: Language) -> ArticleCard:
        english = language is Language.EN
        note = article.published_note_en if english else article.published_note_zh
        provenance = article.provenance_en if english else article.provenance_zh
        telling = sorted(facts, key=lambda f: f.kind != "quote")[:_SAMPLES]
        return ArticleCard(
            citation=self._composer.citation(article),
            author=article.author,
            published_note=in_script(note, language) if note else None,
            provenance=in_script(provenance, language) if provenance else None,
            facts=len(facts),
            reposts=tuple(filter(None, (self._composer.name(other, language) for other in article.reposts))),
            samples=tuple(self._composer.suggestion(fact, language) for fact in telling),
        )

    def article_facts(self, article_key: str, language: Language, start: int, count: int) -> FactPage:
        """The facts of an article, in its order."""
        article = self._article(article_key)
        facts = self._snapshot.facts_of[article.id] if article else ()
        return self._pages.page(facts, language, start, count)

    def neighbours(self, fact_key: str, language: Language, around: int = 2) -> FactPage:
        """The facts that stand before and after a fact in its article, itself among them, in order."""
        fact = self._snapshot.fact_by_key(fact_key)
        if fact is None:
            return FactPage()
        facts = self._snapshot.facts_of.get(fact.article) or (fact,)
        place = next(i for i, other in enumerate(facts) if other.id == fact.id)
        first = max(place - around, 0)
        return self._pages.page(facts, language, first, place + around + 1 - first)

    def related(self, fact_key: str, language: Language, start: int, count: int) -> FactPage:
        """Further facts on the same matter, the fact itself left out, best first."""
        fact = self._snapshot.fact_by_key(fact_key)
        if fact is None:
            return FactPage()
        others = [f for f in self._snapshot.corpus.facts if f.id != fact.id and f.subject == fact.subject]
        return self._pages.page(others, language, start, count)

    def named(self, words: str, language: Language, count: int = 5) -> tuple[EntityCard, ...]:
        """Whom the words name, best first; nobody where they name nobody."""
        question = self._answerer.understand(words)
        known = [self._snapshot.entities[e] for e in question.entities]
        return tuple(self._entity_card(entity, language) for entity in known[:count])

    def entity(self, key: str, language: Language) -> EntityCard | None:
        """The person, organisation, model or concept with this stable key or id; None where there is none."""
        entity = self._entity(key)
        return self._entity_card(entity, language) if entity else None

    def _entity(self, key: str) -> Entity | None:
        return next((e for e in self._snapshot.entities.values() if key in (e.id, e.key)), None)

    def _entity_card(self, entity: Entity, language: Language) -> EntityCard:
        facts = self._about(entity)
        name = self._composer.name(entity.id, language) or entity.id
        quotes = sum(f.kind == "quote" and f.speaker == entity.id for f in facts)
        return EntityCard(entity.key, entity.id, name, entity.kind.value, facts=len(facts), quotes=quotes)

    def _about(self, entity: Entity) -> list[Fact]:
        return [fact for fact in self._snapshot.corpus.facts if entity.id in fact.about]

    def about(self, entity_key: str, language: Language, start: int, count: int) -> FactPage:
        """Facts about it: those that it is the subject of first, then what it says, then where it is mentioned."""
        entity = self._entity(entity_key)
        return self._pages.page(self._about(entity) if entity else (), language, start, count)

    def quotes(self, words: str, language: Language, start: int, count: int) -> FactPage:
        """Quotes; only those of the speaker where the words name one, and those first that have further words.

        Without words: the best known ones, the speakers taking turns.
        """
        facts = [fact for fact in self._found(words) if fact.kind == "quote"] if words.strip() else self._quotes()
        return self._pages.page(facts, language, start, count)

    def _quotes(self) -> list[Fact]:
        return [fact for fact in self._snapshot.corpus.facts if fact.kind == "quote"]

    def _found(self, words: str) -> list[Fact]:
        return [match.record for match in self._answerer.candidates(words)[1] if isinstance(match.record, Fact)]

    def timeline(self, words: str, language: Language, start: int, count: int) -> FactPage:
        """Dated facts about what the words name or say, in the order of time; each text carries its date."""
        dated = sorted((fact for fact in self._found(words) if fact.when), key=lambda fact: fact.when or "")
        return self._pages.page(dated, language, start, count, dated=True)

    def find(self, words: str, language: Language, start: int, count: int) -> FactPage:
        """Facts and quotes that fit the words, best first; nothing where nothing comes near.

        Half-typed words and a single name will do; ``#KEY`` finds the fact with this key. Never compares by meaning.
        """
        if words.startswith("#"):
            fact = self._snapshot.fact_by_key(words[1:].strip())
            return self._pages.page([fact] if fact else (), language, start, count)
        return self._pages.page(self._found(words), language, start, count)

    def topics(self, language: Language, kind: str | None, start: int, count: int) -> tuple[EntityCard, ...]:
        """What most facts speak of, first; of one ``kind`` or of all."""
        of_kind = [e for e in self._snapshot.entities.values() if kind is None or e.kind == kind]
        return tuple(self._entity_card(entity, language) for entity in of_kind[start : start + count])

    def topic_kinds(self) -> tuple[tuple[str, int], ...]:
        """The kinds of topics with how many there are of each, most first."""
        kinds = [entity.kind.value for entity in self._snapshot.entities.values()]
        counted = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
        return tuple(sorted(counted.items(), key=lambda item: -item[1]))

    def random(self, language: Language, seed: int) -> Answer | None:
        """A fact or quote, the same for the same seed; None where there are none."""
        facts = self._snapshot.corpus.facts
        return self._answer(facts[seed % len(facts)], language) if facts else None

    def size(self) -> CorpusSize:
        """How much there is."""
        corpus, (articles, facts) = self._snapshot.corpus, self._learned.sizes()
        counts = (len(corpus.articles) + articles, len(corpus.facts) + facts, len(self._quotes()))
        return CorpusSize(*counts, len(self._snapshot.entities))

    def nearest(self, question: str, language: Language, count: int) -> tuple[Suggestion, ...]:
        """The records that come nearest to a question, however far: what an editor looks at."""
        return tuple(self._composer.suggestion(fact, language) for fact in self._found(question)[:count])
