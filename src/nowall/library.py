"""The library: keeps a home's store, index and vectors in step, and builds snapshots of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from nowall.answer.match.likeness import LikenessTable
from nowall.database import alone, migrate, open_database
from nowall.database.notices import Notices
from nowall.indexing import learned_documents, pack_documents
from nowall.language.tokenizer import Tokenizer, rjieba_cutter
from nowall.learn.pack.draft import Draft
from nowall.learn.pack.reader import find_pack, read_draft, sync_pack
from nowall.records import Corpus, Fact
from nowall.search.index import LONGEST_WAIT_SECONDS, IndexDocument, IndexWriter, Update, owner_of_article
from nowall.search.keeping import index_keeper
from nowall.semantic.embedder import Embedder
from nowall.semantic.shared_vectors import shared_vectors
from nowall.semantic.texts import texts_of
from nowall.semantic.vectors import VectorCache, built_cache
from nowall.settings import Search
from nowall.snapshot import Snapshot
from nowall.store.corpus_store import TOUCHED, Change, CorpusStore
from nowall.store.home import Home
from nowall.store.learned_browsing import LearnedBrowsing
from nowall.store.learned_store import LearnedStore
from nowall.store.learned_writing import LEARNED

_TOKENS = "jieba-0.42.1 no-hmm words+bigrams v2"
"""Names the way of tokenizing: an index made another way is built anew."""
_MOST_NAMES = 20_000
"""Entities of learned articles that questions may name, the most common ones; rarer ones are found by their words."""


_MANY_NAMES = 5_000
"""From so many on, reading and merging them takes longer than all else of a new snapshot."""
_KEEP_NAMES_SECONDS = 60.0
"""Until names that were learned meanwhile are known as such; their words are found at once."""
_EMBED_BEFORE_TELLING = 5_000
_MOST_COMPARED = 50_000
"""Learned facts that are found by meaning too, while there are no more of them."""


class Library:
    """The corpus of one home: SQL is the truth, index and vectors are derived from it."""

    def __init__(self, home: Home, pack: str | None, embedder: Embedder | None, search: Search = Search.AUTO) -> None:
        """Open the store, migrate it, and bring it to the state of the pack."""
        self._home = home
        self._embedder = embedder
        self._tokenizer = Tokenizer(rjieba_cutter())
        self._question_tokenizer = Tokenizer(rjieba_cutter())
        self._database = open_database(home.corpus)
        migrate(self._database, "nowall.store.migrations")
        self.store = CorpusStore(self._database)
        self.learned = LearnedStore(self._database)
        self.browsing = LearnedBrowsing(self._database)
        self._folder = find_pack(pack)
        sync_pack(self.store, self._folder)
        fingerprint = f"{self.store.identity()} {_TOKENS}"
        self._index = index_keeper(search, self._database, home.index, fingerprint)
        self._shared = shared_vectors(self._database)
        self._pack = (-1, Corpus())
        self._notices = Notices(self._database)
        self._names_lag, self._names_read_at = False, 0.0

    def seq(self) -> int:
        """The number of the newest change of the store."""
        return self.store.seq()

    def await_change(self, seconds: float) -> None:
        """Wait until something may have changed, but not longer than this."""
        self._notices.wait(seconds)

    def open_snapshot(self, previous: Snapshot | None = None) -> Snapshot:
        """A snapshot of the corpus; ``previous`` itself where nothing that can be seen has changed since.

        While another process is learning, the index may lag behind the store: a snapshot is of what the index knows.
        """
        draft = self._draft()
        index = self._index.bring_up_to_date(draft.seq, partial(self._update, draft))
        if previous is not None and previous.seq == index.seq and not self.names_are_due:
            return previous
        fresh = replace(draft, seq=index.seq, index=index, likeness=self._likeness(draft.corpus))
        if previous is not None and self._may_keep_names(previous, draft):
            self._names_lag = True
            return replace(
                fresh, learned_names=previous.learned_names, names_before=(previous.naming, previous.matcher)
            )
        self._names_lag, self._names_read_at = False, time.monotonic()
        return replace(fresh, learned_names=tuple(self.learned.names(_MOST_NAMES)))

    @property
    def names_are_due(self) -> bool:
        """Whether the last snapshot was given names of an earlier one, and that is long ago."""
        return self._names_lag and time.monotonic() - self._names_read_at >= _KEEP_NAMES_SECONDS

    def _may_keep_names(self, previous: Snapshot, draft: Snapshot) -> bool:
        is_recent = time.monotonic() - self._names_read_at < _KEEP_NAMES_SECONDS
        return is_recent and len(previous.learned_names) >= _MANY_NAMES and previous.corpus is draft.corpus

    def _draft(self) -> Snapshot:
        """All of a snapshot that the index is made from: it neither needs the index nor the names of articles."""
        seq, known_until = self.seq(), self._pack[0]
        if known_until < 0 or any(
            change.kind not in (LEARNED, TOUCHED) for change in self.store.changes_since(known_until)
        ):
            corpus, seq = self.store.load()
        else:
            corpus = self._pack[1]
        self._pack = (seq, corpus)
        return Snapshot(corpus, seq, self._tokenizer, self._question_tokenizer, shelf=self.learned)

    def _likeness(self, corpus: Corpus) -> LikenessTable | None:
        """The vectors that there are, of the pack and, while they are few, of learned facts."""
        if self._embedder is None:
            return None
        cache = self._vectors(self._embedder)
        owners, texts, is_ask = texts_of(chain(corpus.facts, corpus.claims, self.learned.some_facts(_MOST_COMPARED)))
        vectors, there = cache.rows(texts)
        if not there.any():
            return None
        kept = there.nonzero()[0].tolist()
        return LikenessTable([owners[i] for i in kept], [is_ask[i] for i in kept], vectors[there])

    def _update(self, draft: Snapshot, since: int | None) -> Update:
        """Everything where there is nothing yet, else what has changed."""
        if since is None:
            return Update(draft.seq, None, chain(pack_documents(draft), self._learned_documents()))
        if since > draft.seq:
            return Update(since, (), ())  # another process is ahead: its index serves, a hit without a row is skipped
        changes = [change for change in self.store.changes_since(since) if change.seq <= draft.seq]
        gone, pack_owners = _stale(changes, draft)
        learned = dict.fromkeys(c.record_id for c in changes if c.kind == LEARNED)
        gone |= {owner_of_article(c.record_id) for c in changes if c.kind in (LEARNED, "article")}
        documents = chain(pack_documents(draft, pack_owners), self._learned_documents(list(learned)))
        return Update(draft.seq, gone, documents)

    def _learned_documents(self, articles: list[str] | None = None) -> Iterator[IndexDocument]:
        for article, facts in self.learned.every_fact(articles):
            yield from learned_documents(article, facts, self._tokenizer)

    def _vectors(self, embedder: Embedder) -> VectorCache:
        return VectorCache(embedder, self._home.vectors, [built_cache()], self._shared)

    def texts_without_vectors(self, embedder: Embedder) -> list[str]:
        """The texts of learned facts that are not embedded yet."""
        cache = self._vectors(embedder)
        return cache.missing(fact.zh for _, facts in self.learned.every_fact() for fact in facts)

    def embed(
        self, embedder: Embedder, texts: Sequence[str], progress: Callable[[int], object] = lambda _: None
    ) -> None:
        """Embed texts of learned facts; running processes see it when all is done, or a while after each thousand."""
        cache = self._vectors(embedder)
        for start in range(0, len(texts), _EMBED_BEFORE_TELLING):
            cache.add(texts[start : start + _EMBED_BEFORE_TELLING], progress)
            self.store.touch("vectors")

    def read_pack(self) -> tuple[Path | None, Draft | None]:
        """The pack's folder and its files as they are now, where there is one. Raises PackError where it is gone."""
        return self._folder, read_draft(self._folder) if self._folder else None

    def curated_articles(self) -> frozenset[str]:
        """The ids of the pack's articles."""
        return frozenset(article.id for article in self._draft().corpus.articles)

    def every_fact(self) -> Iterator[Fact]:
        """All facts: the pack's, then those of learned articles, in reading order."""
        yield from self._draft().corpus.facts
        for _, facts in self.learned.every_fact():
            yield from facts

    @contextmanager
    def writing(self, wait_seconds: float = LONGEST_WAIT_SECONDS) -> Iterator[IndexWriter]:
        """Keep others from learning; the index is brought up to date first. HomeBusyError where another one goes on."""
        with alone(self._database, "learning", wait_seconds), self._index.writing(wait_seconds) as writer:
            self.catch_up(writer)
            yield writer

    def catch_up(self, writer: IndexWriter) -> None:
        """Bring the index to what the store is now."""
        writer.bring_up_to_date(partial(self._update, self._draft()))

    def close(self) -> None:
        """Release the store."""
        self._notices.close()
        self._database.dispose()


def _stale(changes: list[Change], draft: Snapshot) -> tuple[set[str], set[str]]:
    """The pack's owners to forget, and those of them to index again: all, where a name or a title has changed."""
    changed = {change.record_id for change in changes if change.kind in ("fact", "claim")}
    if any(change.kind in ("article", "entity") for change in changes):
        every = {*draft.facts.known, *draft.claims}
        return changed | every, every
    return changed, changed
