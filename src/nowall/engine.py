"""The one door to the engine: open it, ask it, look at its records."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from types import TracebackType
from typing import TYPE_CHECKING, Self

from nowall.answer.answerer import Answerer
from nowall.answer.decide.decision import ChosenFact
from nowall.answer.match.matcher import Match
from nowall.answer.question import Question
from nowall.answers import Answer, ArticleCard, Language, Status, Turn
from nowall.errors import InputError
from nowall.language.script import in_script
from nowall.library import Library
from nowall.outcomes import Outcome
from nowall.records import Article, Fact
from nowall.semantic.embedder import Embedder, load_embedder
from nowall.settings import Settings
from nowall.store.home import Home

if TYPE_CHECKING:
    from nowall.learn.sources.results import Read

LONGEST_QUESTION = 2000
"""Characters; Telegram's longest message has 4096, and no question needs half of that."""
_SAMPLES = 4
_FEW_TEXTS = 500
"""So many are embedded while whoever added an article waits; more are left to the command line."""
_LOCK_SECONDS = 10.0
"""How long who asks for something to be learned or forgotten waits for another one who is learning."""


class Engine:
    """A corpus that can be asked. Thread-safe; none but ``add_addresses`` waits for a network.

    ``ask`` takes a few milliseconds to a few tens of them: call it in a thread from an event loop.
    """

    def __init__(self, library: Library, embedder: Embedder | None) -> None:
        """Use `open`."""
        self._library = library
        self._embedder = embedder
        self._refreshing = threading.Lock()
        self._answerer = self._build()

    @classmethod
    def open(cls, settings: Settings | None = None, *, warm: bool = False) -> Self:
        """Open the home, and bring store and index up to date with the pack.

        ``warm``: load what a process that stays wants to have loaded before its first question.
        Raises PackError, StoreError and SettingsError.
        """
        settings = settings or Settings()
        embedder = load_embedder() if settings.semantic else None
        return cls(Library(Home(settings.home), settings.pack, embedder, warm), embedder)

    def _build(self) -> Answerer:
        return Answerer(self._library.open_snapshot(), self._embedder)

    def ask(
        self,
        question: str,
        context: Sequence[Turn] = (),
        *,
        only: Collection[str] | None = None,
        always: bool = False,
    ) -> Answer:
        """Answer a question; ``context`` are the conversation's earlier turns, oldest first.

        ``only`` restricts to these article ids; ``always`` gives the best candidate and never refuses.
        Raises InputError where the text is no question at all (empty, enormous, binary).
        """
        start = time.perf_counter()
        for text in (question, *(turn.question for turn in context)):
            _check(text)
        answer = self._answerer.answer(question, context, only, always)
        return replace(answer, took_ms=(time.perf_counter() - start) * 1000)

    def candidates(
        self, question: str, context: Sequence[Turn] = (), *, only: Collection[str] | None = None
    ) -> tuple[Question, list[Match]]:
        """The understood question and all its matches, best first: what training, tuning and editors look at."""
        return self._answerer.candidates(question, context, only)

    def card(self, key: str, language: Language) -> Answer | None:
        """The fact with this stable key, shown as an answer; None where there is none (any more)."""
        answerer = self._answerer
        fact = answerer.snapshot.fact_by_key(key)
        if fact is None:
            return None
        shown = answerer.composer.answer_fact(ChosenFact(fact), language)
        citations = answerer.composer.citations([shown])
        return Answer(Status.ANSWERED, language, shown.text, shown.short, 1.0, (shown,), citations)

    def article(self, key: str, language: Language) -> ArticleCard | None:
        """The article with this stable key or id; None where there is none."""
        snapshot = self._answerer.snapshot
        for article in snapshot.corpus.articles:
            if key in (article.key, article.id):
                return self._card(article, snapshot.facts_of[article.id], language)
        learned = snapshot.articles.get(self._library.learned.article_id(key) or key)
        return self._card(learned, snapshot.facts_of[learned.id], language) if learned else None

    def sources(self, language: Language) -> tuple[ArticleCard, ...]:
        """All articles, newest first, those without a date last."""
        snapshot = self._answerer.snapshot
        cards = [self._card(article, snapshot.facts_of[article.id], language) for article in snapshot.corpus.articles]
        for article, facts in self._library.learned.every_article():
            cards.append(replace(self._card(article, (), language), facts=facts))
        return tuple(sorted(cards, key=lambda card: card.citation.published or "", reverse=True))

    def _card(self, article: Article, facts: Sequence[Fact], language: Language) -> ArticleCard:
        composer = self._answerer.composer
        english = language is Language.EN
        note = article.published_note_en if english else article.published_note_zh
        provenance = article.provenance_en if english else article.provenance_zh
        telling = sorted(facts, key=lambda f: f.kind != "quote")[:_SAMPLES]
        return ArticleCard(
            citation=composer.citation(article),
            author=article.author,
            published_note=in_script(note, language) if note else None,
            provenance=in_script(provenance, language) if provenance else None,
            facts=len(facts),
            reposts=tuple(filter(None, (composer.name(other, language) for other in article.reposts))),
            samples=tuple(composer.suggestion(fact, language) for fact in telling),
        )

    def facts(self) -> Iterator[Fact]:
        """All facts, in reading order; as many as there are, a few at a time."""
        return self._library.every_fact()

    def name(self, entity: str, language: Language) -> str:
        """The display name of whom a fact names by id; words that are no id stand for themselves."""
        answerer = self._answerer
        return answerer.composer.name(answerer.snapshot.naming.canonical(entity), language) or entity

    @property
    def seq(self) -> int:
        """The number of the newest change of the corpus that answers know of."""
        return self._answerer.snapshot.seq

    def refresh(self) -> bool:
        """Look whether the corpus has changed since the last look; swap the snapshot and say so if it has."""
        with self._refreshing:
            previous = self._answerer.snapshot
            if self._library.seq() == previous.seq and not self._library.names_are_due:
                return False
            snapshot = self._library.open_snapshot(previous)
            if snapshot is not previous:
                self._answerer = Answerer(snapshot, self._embedder)
            return snapshot is not previous

    def add(self, readings: Iterable[Read]) -> Iterator[Outcome]:
        """Learn what is read, in this process; when the iterator ends, it is answered. Takes seconds: use a thread.

        Raises HomeBusyError where another one goes on learning.
        """
        from nowall.learn.learner import Learner  # noqa: PLC0415  half a second that those who only ask need not wait

        try:
            yield from Learner(self._library, processes=1, wait_seconds=_LOCK_SECONDS).add(readings)
        finally:
            self._embed()
            self.refresh()

    def add_addresses(self, addresses: Iterable[str], stop: threading.Event) -> Iterator[Outcome]:
        """Learn pages and feeds, a few at a time, until all is read or ``stop`` is set; else like ``add``."""
        from nowall.learn.sources.fetching import Fetcher  # noqa: PLC0415
        from nowall.learn.sources.requested import read_addresses  # noqa: PLC0415

        with Fetcher(sleep=stop.wait) as fetcher:
            for together in read_addresses(addresses, fetcher):
                yield from self.add(together)
                if stop.is_set():
                    return

    def add_file(self, name: str, data: bytes, stop: threading.Event) -> Iterator[Outcome]:
        """Learn a file that was handed over, until it is read or ``stop`` is set; else like ``add``."""
        from nowall.learn.sources.requested import read_upload  # noqa: PLC0415

        yield from self.add(takewhile(lambda _: not stop.is_set(), read_upload(name, data)))

    def remove(self, articles: Collection[str]) -> bool:
        """Forget learned articles, with all that came from them; False where none of them was there.

        Raises HomeBusyError where another one goes on learning.
        """
        from nowall.learn.learner import Learner  # noqa: PLC0415

        changes = Learner(self._library, wait_seconds=_LOCK_SECONDS).remove(articles)
        self.refresh()
        return bool(changes)

    def is_curated(self, article: str) -> bool:
        """Whether an article belongs to the pack, from which nobody but its editors removes it."""
        return any(article == known.id for known in self._answerer.snapshot.corpus.articles)

    def _embed(self) -> None:
        """Make the vectors that lack, while they are few."""
        if self._embedder is not None:
            lacking = self._library.texts_without_vectors(self._embedder)
            if 0 < len(lacking) <= _FEW_TEXTS:
                self._library.embed(self._embedder, lacking)

    @property
    def semantic(self) -> bool:
        """Whether questions are compared by meaning too: the model and all vectors are there."""
        return self._embedder is not None and self._answerer.snapshot.likeness is not None

    def close(self) -> None:
        """Release the home."""
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check(question: str) -> None:
    """Refuse what is no question: nothing, too much, or not text."""
    if not question.strip():
        raise InputError("The question is empty.")
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The question has {len(question)} characters; at most {LONGEST_QUESTION} are read.")
    if "\0" in question or any("\ud800" <= c <= "\udfff" for c in question):
        raise InputError("The question is not text.")
