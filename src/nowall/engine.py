"""The one door to the engine: open it, ask it, look at its records."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from nowall.answer.answerer import Answerer
from nowall.answer.match.matcher import Match
from nowall.answer.question import Question
from nowall.answers import Answer, Language, Turn
from nowall.catalogue import Catalogue
from nowall.errors import InputError
from nowall.library import Library
from nowall.outcomes import Outcome
from nowall.records import Fact
from nowall.semantic.embedder import Embedder, load_embedder
from nowall.settings import Settings
from nowall.snapshot import Snapshot
from nowall.store.home import Home

if TYPE_CHECKING:
    from nowall.learn.sources.results import Read

LONGEST_QUESTION = 2000
"""Characters; Telegram's longest message has 4096, and no question needs half of that."""
_FEW_TEXTS = 500
"""So many are embedded while whoever added an article waits; more are left to the command line."""
_NEAREST = 5
"""So many records an editor is shown beside a question."""
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
        self._warming = threading.Thread(target=self._warm_up, name="nowall-warm-up", daemon=True)
        self._show(library.open_snapshot())

    @classmethod
    def open(cls, settings: Settings | None = None, *, warm: bool = False) -> Self:
        """Open the home, and bring store and index up to date with the pack.

        ``warm``: load, in a thread of its own, what else the first question would have to wait for.
        Raises PackError, StoreError and SettingsError.
        """
        settings = settings or Settings()
        embedder = load_embedder() if settings.semantic else None
        engine = cls(Library(Home(settings.home, settings.server), settings.pack, embedder, settings.search), embedder)
        if warm:
            engine._warming.start()
        return engine

    def _warm_up(self) -> None:
        """Look for an answer to a sample question: half a second, mostly of patterns and the model."""
        asks = (ask for fact in self._answerer.snapshot.corpus.facts for ask in fact.asks)
        if sample := next(asks, None):
            self._answerer.candidates(sample)
            self._catalogue.find(sample, Language.ZH_HANS, 0, 1)  # inline mode's first letter is no time to begin

    def _show(self, snapshot: Snapshot) -> None:
        self._answerer = Answerer(snapshot, self._embedder)
        self._catalogue = Catalogue(self._answerer, self._library.learned, self._library.browsing)

    def ask(
        self,
        question: str,
        context: Sequence[Turn] = (),
        *,
        only: Collection[str] | None = None,
        always: bool = False,
        language: Language | None = None,
        client: Language | None = None,
    ) -> Answer:
        """Answer a question; ``context`` are the conversation's earlier turns, oldest first.

        ``only`` restricts to these article ids; ``always`` gives the best candidate and never refuses.
        ``language`` is what to answer in whatever the question is in; ``client`` what the asker's device speaks, which
        is followed where the question does not show a language or a script.
        Raises InputError where the text is no question at all (empty, enormous, binary).
        """
        start = time.perf_counter()
        for text in (question, *(turn.question for turn in context)):
            _check(text)
        spoken = language or (self._answerer.spoken_in(question, client) if client else None)
        answer = self._answerer.answer(question, context, only, always, spoken)
        return replace(answer, took_ms=(time.perf_counter() - start) * 1000)

    def candidates(
        self, question: str, context: Sequence[Turn] = (), *, only: Collection[str] | None = None
    ) -> tuple[Question, list[Match]]:
        """The understood question and all its matches, best first: what training, tuning and editors look at."""
        return self._answerer.candidates(question, context, only)

    def draft(self, question: str, language: Language, *, article: str | None = None, whole_paths: bool = False) -> str:
        """The fact that would answer a question, as a ``[[fact]]`` of a pack to be filled in.

        Comments above it, in ``language``, tell what is answered now, what comes near, and where the fact belongs: to
        ``article``, else to that of the nearest record. With ``whole_paths`` they name files as this machine does.
        Raises InputError where the text is no question, PackError where the pack cannot be read.
        """
        from nowall.learn.pack.proposal import Proposal  # noqa: PLC0415

        only = [article] if article else None
        answer = self.ask(question, only=only)
        understood, matches = self.candidates(question, only=only)
        nearest = [match.record for match in matches if isinstance(match.record, Fact)][:_NEAREST]
        article = article or (nearest[0].article if nearest else None)
        card = self.catalogue.article(article, language) if article else None
        folder, pack = self._library.read_pack()
        named = folder if folder is None or whole_paths else Path(folder.resolve().name)
        return Proposal(language, understood, answer, nearest, article, card.facts if card else 0, named, pack).toml()

    @property
    def catalogue(self) -> Catalogue:
        """What there is to look at, as of now: take it anew for each look."""
        return self._catalogue

    def facts(self) -> Iterator[Fact]:
        """All facts, in reading order; as many as there are, a few at a time."""
        return self._library.every_fact()

    def spoken_in(self, words: str, client: Language) -> Language:
        """The language to answer words in: their own, or that of the asker's device where they show none."""
        return self._answerer.spoken_in(words, client)

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
                self._show(snapshot)
            return snapshot is not previous

    def await_change(self, seconds: float) -> None:
        """Wait, in a thread, until the corpus may have changed, but not longer than this: `refresh` tells whether."""
        self._library.await_change(seconds)

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
        if self._warming.is_alive():
            self._warming.join()
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
