"""Full-text indexes: tantivy and SQLite's FTS5 over jieba's words, and FTS5 over trigrams of characters."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Sequence

from tantivy import Document, Index, Occur, Query, SchemaBuilder

from bench.quality.comparison.sets import Unit
from bench.quality.peers.protocol import Found, InMemory, words

_RUN = re.compile(r"\w+")
_WRITER_MEMORY = 128_000_000


class TantivyPeer(InMemory):
    """tantivy in memory, BM25 with k1 1.2 and b 0.75."""

    name = "tantivy + jieba"

    def build(self, units: Sequence[Unit]) -> None:
        """Index words and articles."""
        fields = SchemaBuilder()
        fields.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        fields.add_text_field("article", tokenizer_name="raw", index_option="basic")
        fields.add_unsigned_field("place", stored=True)
        self._schema = fields.build()
        index = Index(self._schema)
        writer = index.writer(_WRITER_MEMORY, num_threads=1)
        for place, unit in enumerate(units):
            writer.add_document(Document(text=" ".join(words(unit.text)), article=unit.article, place=place))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Search for any of the words."""
        terms = [
            (Occur.Should, Query.term_query(self._schema, "text", w, "freq")) for w in dict.fromkeys(words(question))
        ]
        whole = Query.boolean_query(terms)
        if only is not None:
            of_articles = Query.const_score_query(Query.term_set_query(self._schema, "article", sorted(only)), 0.0)
            whole = Query.boolean_query([(Occur.Must, whole), (Occur.Must, of_articles)])
        hits = self._searcher.search(whole, limit=1, count=False).hits if terms else []
        return Found(int(self._searcher.doc(hits[0][1])["place"][0]), float(hits[0][0])) if hits else None


class SqlitePeer(InMemory):
    """FTS5 over words that were cut before; its ``bm25`` has k1 1.2 and b 0.75."""

    name = "SQLite FTS5 + jieba"
    _tokenizer = "unicode61"

    def build(self, units: Sequence[Unit]) -> None:
        """Fill a table in memory."""
        self._index_articles(units)
        self._database = sqlite3.connect(":memory:")
        self._database.execute(f"CREATE VIRTUAL TABLE units USING fts5(text, tokenize='{self._tokenizer}')")
        rows = ((place, " ".join(self._texts(unit.text))) for place, unit in enumerate(units))
        self._database.executemany("INSERT INTO units(rowid, text) VALUES (?, ?)", rows)
        self._database.execute("INSERT INTO units(units) VALUES ('optimize')")

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Search for any of the terms."""
        terms = dict.fromkeys(self._terms(question))
        if not terms:
            return None
        within = "" if only is None else f"AND rowid IN ({','.join(map(str, self._places_of(only)))})"
        query = f"SELECT rowid, rank FROM units WHERE units MATCH ? {within} ORDER BY rank LIMIT 1"  # noqa: S608  numbers
        row = self._database.execute(query, (" OR ".join(f'"{term}"' for term in terms),)).fetchone()
        return Found(int(row[0]), -float(row[1])) if row else None

    def close(self) -> None:
        """Free the table."""
        self._database.close()

    def _texts(self, text: str) -> Iterable[str]:
        return words(text)

    def _terms(self, question: str) -> Iterable[str]:
        return words(question)


class SqliteTrigramPeer(SqlitePeer):
    """FTS5 over all three characters in a row."""

    name = "SQLite FTS5 trigram"
    _tokenizer = "trigram"

    def _texts(self, text: str) -> Iterable[str]:
        return (text,)

    def _terms(self, question: str) -> Iterable[str]:
        for run in _RUN.findall(question):
            yield from (run[start : start + 3] for start in range(len(run) - 2))
