"""The library: keeps a home's store, index and vectors in step, and builds snapshots of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nowall.database import migrate, open_database
from nowall.language.tokenizer import Tokenizer, jieba_cutter, rjieba_cutter
from nowall.learn.pack.reader import find_pack, sync_pack
from nowall.search.index import SearchIndex, Update
from nowall.search.tantivy_index import bring_up_to_date
from nowall.semantic.embedder import Embedder
from nowall.semantic.vectors import VectorCache, built_cache
from nowall.snapshot import Snapshot, documents, likeness_table, texts_to_embed
from nowall.store.corpus_store import CorpusStore
from nowall.store.home import Home

_TOKENS = "jieba-0.42.1 no-hmm words+bigrams v1"
"""Names the way of tokenizing: an index made another way is built anew."""


class Library:
    """The corpus of one home: SQL is the truth, index and vectors are derived from it."""

    def __init__(self, home: Home, pack: str | None, embedder: Embedder | None, warm: bool) -> None:
        """Open the store, migrate it, and bring it to the state of the pack.

        ``warm``: load jieba for the questions, which takes a second and 90 MB: worth it in a process that stays.
        """
        self._home = home
        self._embedder = embedder
        self._tokenizer = Tokenizer(rjieba_cutter())
        self._question_tokenizer = Tokenizer(jieba_cutter(home.cache)) if warm else self._tokenizer
        self._database = open_database(home.corpus)
        migrate(self._database, "nowall.store.migrations")
        self.store = CorpusStore(self._database)
        sync_pack(self.store, find_pack(pack))

    def seq(self) -> int:
        """The number of the newest change of the store."""
        return self.store.seq()

    def open_snapshot(self) -> tuple[Snapshot, SearchIndex]:
        """A snapshot of the store as it is now, and an index that stands at the same change."""
        corpus, seq = self.store.load()
        cache = VectorCache(self._embedder, self._home.vectors, [built_cache()]) if self._embedder else None
        matrix = cache.matrix(texts_to_embed(corpus)[1]) if cache else None
        likeness = likeness_table(corpus, matrix) if matrix is not None else None
        snapshot = Snapshot(corpus, seq, self._tokenizer, self._question_tokenizer, likeness)
        fingerprint = f"{self.store.identity()} {_TOKENS}"
        index = bring_up_to_date(self._home.index, seq, fingerprint, self._updates(snapshot))
        return snapshot, index

    def _updates(self, snapshot: Snapshot) -> Callable[[int | None], Update]:
        return partial(self._update, snapshot)

    def _update(self, snapshot: Snapshot, since: int | None) -> Update:
        """Everything where there is nothing yet or much has changed, else the changed facts and claims."""
        if since is None:
            return Update(snapshot.seq, None, documents(snapshot))
        if since > snapshot.seq:
            return Update(since, (), ())  # another process is ahead: its index serves, a hit without a row is skipped
        changes = self.store.changes_since(since)
        if any(change.kind in ("article", "entity") for change in changes):
            return Update(snapshot.seq, None, documents(snapshot))  # names and titles are in every document
        changed = {change.record_id for change in changes if change.seq <= snapshot.seq}
        return Update(snapshot.seq, changed, documents(snapshot, changed))

    def close(self) -> None:
        """Release the store."""
        self._database.dispose()
