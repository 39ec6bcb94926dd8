"""What there is to look at in a corpus: cards of records, and lists of facts in pages."""

from __future__ import annotations

from collections import Counter
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
from nowall.catalogue.cards import Cards
from nowall.catalogue.events import Events
from nowall.catalogue.finding import Finding
from nowall.catalogue.fit import Fits
from nowall.catalogue.holdings import Holdings
from nowall.catalogue.names import Names
from nowall.catalogue.pages import Pages
from nowall.catalogue.quoting import Quotes
from nowall.catalogue.related import Related
from nowall.catalogue.voices import ClaimCard, ClaimHead, Told, Voices
from nowall.records import Article, EntityKind, Fact
from nowall.store.learned_browsing import LearnedBrowsing
from nowall.store.learned_store import LearnedStore

_MOST_READ = 400
"""Characters of what somebody looks for."""
_SOURCES = frozenset({EntityKind.PUBLICATION, EntityKind.SOURCE})


class Catalogue:
    """A view over one snapshot. Thread-safe; ask the engine for a new one rather than keep it.

    Lists take ``start`` (0-based) and ``count``; a page beyond the end is empty.
    """

    def __init__(self, answerer: Answerer, learned: LearnedStore, browsing: LearnedBrowsing) -> None:
        """Use `nowall.engine.Engine.catalogue`."""
        self._answerer = answerer
        self._snapshot = answerer.snapshot
        self._composer = answerer.composer
        self._learned = learned
        self._browsing = browsing
        self._pages = Pages(answerer.composer)
        self._holdings = Holdings(self._snapshot, browsing)
        self._cards = Cards(answerer.composer, self._snapshot, self._holdings)
        self._names = Names(self._snapshot, self._holdings)
        self._voices = Voices(answerer.composer, self._snapshot, self._holdings)
        fits = Fits(self._snapshot)
        self._related = Related(self._snapshot, self._holdings, fits)
        self._finding = Finding(self._snapshot, self._holdings, self._names, fits)
        self._events = Events(self._snapshot, fits, self._finding)
        self._quotes = Quotes(self._snapshot, self._holdings, self._names, fits, self._finding)

    def card(self, fact_key: str, language: Language) -> Answer | None:
        """The fact with this stable key or id, shown as an answer; None where there is none (any more)."""
        fact = self._snapshot.fact_by_key(fact_key)
        return None if fact is None else self._answer(fact, language)

    def _answer(self, fact: Fact, language: Language) -> Answer:
        shown = self._composer.answer_fact(ChosenFact(fact), language)
        citations = self._composer.citations([shown])
        return Answer(Status.ANSWERED, language, shown.text, shown.short, 1.0, (shown,), citations)

    def article(self, key: str, language: Language) -> ArticleCard | None:
        """The article with this stable key or id; None where there is none."""
        article = self._article(key)
        return self._cards.article(article, self._snapshot.facts_of[article.id], language) if article else None

    def _article(self, key: str) -> Article | None:
        for article in self._snapshot.corpus.articles:
            if key in (article.key, article.id):
                return article
        return self._snapshot.articles.get(self._learned.article_id(key) or key)

    def sources(self, language: Language, start: int = 0, count: int | None = None) -> tuple[ArticleCard, ...]:
        """All articles, newest first, those without a date last; ``count`` of them, else all (without samples)."""
        if count is None:
            cards = [
                self._cards.article(a, self._snapshot.facts_of[a.id], language) for a in self._snapshot.corpus.articles
            ]
            learned = ((self._cards.article(a, (), language), facts) for a, facts in self._learned.every_article())
            cards += [replace(card, facts=facts) for card, facts in learned]
            return tuple(sorted(cards, key=lambda card: card.citation.published or "", reverse=True)[start:])
        page = self._newest(start, count)
        articles, facts_of = self._snapshot.articles.many(page), self._snapshot.facts_of.many(page)
        return tuple(self._cards.article(article, facts_of[i], language) for i, article in articles.items())

    def article_keys(self, start: int, count: int) -> tuple[str, ...]:
        """The stable keys of so many articles, newest first, those without a date last."""
        return tuple(article.key for article in self._snapshot.articles.many(self._newest(start, count)).values())

    def _newest(self, start: int, count: int) -> list[str]:
        """A page of the ids of all articles: the pack's may stand anywhere among the learned ones."""
        own = [(article.id, article.published) for article in self._snapshot.corpus.articles]
        skip = max(start - len(own), 0)
        every = [*own, *self._browsing.newest_articles(start + count - skip, skip)]
        ordered = sorted(every, key=lambda one: one[1] or "", reverse=True)
        return [identifier for identifier, _ in ordered[start - skip :][:count]]

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
        return self._pages.page(self._related.to(fact) if fact else (), language, start, count)

    def named(self, words: str, language: Language, count: int = 5) -> tuple[EntityCard, ...]:
        """Whom the words name, best first; nobody where they name nobody."""
        return tuple(self._cards.entity(entity, language) for entity in self._names.named(_readable(words))[:count])

    def entity(self, key: str, language: Language) -> EntityCard | None:
        """The person, organisation, model or concept with this stable key or id; None where there is none."""
        entity = self._holdings.entity(key)
        return self._cards.entity(entity, language) if entity else None

    def about(self, entity_key: str, language: Language, start: int, count: int) -> FactPage:
        """Facts about it: those that it is the subject of first, then what it says, then where it is mentioned."""
        entity = self._holdings.entity(entity_key)
        return self._pages.page(self._holdings.about(entity) if entity else (), language, start, count)

    def said(self, entity_key: str, language: Language, start: int, count: int, *, by: bool) -> FactPage:
        """What an entity says, or with ``by`` false what others say of it, in the order of time."""
        entity = self._holdings.entity(entity_key)
        return self._pages.page(self._voices.said(entity, by=by) if entity else (), language, start, count)

    def told(self, page: FactPage, language: Language) -> tuple[Told, ...]:
        """The facts of a page, each with its source, who says it, and what it takes a side in."""
        return self._voices.told(page, language)

    def claim(self, key: str, language: Language) -> ClaimCard | None:
        """The sides of the claim with this stable key or id; None where there is none."""
        return self._voices.claim(key, language)

    def claims(self, language: Language) -> tuple[ClaimHead, ...]:
        """All claims as questions, those in which the sources disagree first."""
        return self._voices.heads(language)

    def place(self, fact_key: str) -> tuple[str, int] | None:
        """The key of the article that a fact stands in, and how many facts stand before it there."""
        fact = self._snapshot.fact_by_key(fact_key)
        if fact is None:
            return None
        facts = self._snapshot.facts_of.get(fact.article) or (fact,)
        place = next((i for i, other in enumerate(facts) if other.id == fact.id), 0)
        return self._snapshot.articles[fact.article].key, place

    def quotes(self, words: str, language: Language, start: int, count: int) -> FactPage:
        """Quotes; only those of the speaker where the words name one, and those first that have further words.

        Without words: the best known ones, the speakers taking turns.
        """
        return self._pages.page(self._quotes.said(_readable(words)), language, start, count)

    def timeline(self, words: str, language: Language, start: int, count: int) -> FactPage:
        """Dated facts about what the words name or say, in the order of time; each text carries its date."""
        return self._pages.page(self._events.of(_readable(words)), language, start, count, dated=True)

    def find(self, words: str, language: Language, start: int, count: int) -> FactPage:
        """Facts and quotes that fit the words, best first; nothing where nothing comes near.

        Half-typed words and a single name will do; ``#KEY`` finds the fact with this key. Never compares by meaning.
        """
        words = _readable(words)
        if words.startswith("#"):
            fact = self._snapshot.fact_by_key(words.removeprefix("#"))
            return self._pages.page([fact] if fact else (), language, start, count)
        return self._pages.page(self._finding.find(words), language, start, count)

    def topics(self, language: Language, kind: str | None, start: int, count: int) -> tuple[EntityCard, ...]:
        """What most facts speak of, first; of one ``kind``, else of all but those that are only sources."""
        of_kind = [e for e, _ in self._holdings.topics if (e.kind == kind if kind else e.kind not in _SOURCES)]
        return tuple(self._cards.entity(entity, language) for entity in of_kind[max(start, 0) :][:count])

    def topic_kinds(self) -> tuple[tuple[str, int], ...]:
        """The kinds of topics with how many there are of each, most first."""
        return tuple(Counter(entity.kind.value for entity, _ in self._holdings.topics).most_common())

    def entity_keys(self) -> tuple[str, ...]:
        """The stable keys of all that facts speak of, what most speak of first."""
        return tuple(entity.key for entity, _ in self._holdings.topics)

    def random(self, language: Language, seed: int) -> Answer | None:
        """A fact or quote, the same for the same seed; None where there are none."""
        fact = self._holdings.any_fact(seed)
        return self._answer(fact, language) if fact else None

    def size(self) -> CorpusSize:
        """How much there is."""
        articles = len(self._snapshot.corpus.articles) + self._learned.sizes()[0]
        facts = len(self._snapshot.corpus.facts) + self._holdings.learned_count
        quotes = self._holdings.quotes_by_speaker.total()
        return CorpusSize(articles, facts, quotes, len(self._snapshot.entities))

    def nearest(self, question: str, language: Language, count: int) -> tuple[Suggestion, ...]:
        """The records that come nearest to a question, however far: what an editor looks at."""
        matches = self._answerer.candidates(_readable(question))[1]
        facts = [match.record for match in matches if isinstance(match.record, Fact)]
        return tuple(self._composer.suggestion(fact, language) for fact in facts[:count])


def _readable(words: str) -> str:
    """What is text of what somebody wrote, and no more than one would read."""
    return words[:_MOST_READ].encode(errors="ignore").decode().replace("\0", " ").strip()
