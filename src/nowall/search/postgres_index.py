"""The index in PostgreSQL: pg_textsearch finds candidates by BM25, and their exact scores are computed here.

All fields stand in one column of words (`nowall.search.server_terms`), so one look at one index finds candidates for
all of them. Its scores cannot weigh fields as a query does and measure the length of all fields together, so that a
few times as many candidates are fetched as are wanted, and scored by field. What that needs (how many documents have a
word, the lengths of fields) is kept beside the documents in the same transaction.
"""
# ruff: noqa: S608  only names and numbers of our own and words of letters stand in statements, values are parameters

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from nowall.database import reading
from nowall.search.bm25 import Scorer, idf
from nowall.search.index import FIELDS, Hit, Query
from nowall.search.postgres_tables import LENGTHS
from nowall.search.server_terms import LETTERS, word

_FETCHED = 2
"""So many times as many candidates as are wanted."""
_LEAST = 100
_FEW = 500
"""Documents of some articles that are all scored rather than looked for."""
_REMEMBERED = 200_000
_GRADES = 3
"""A word is repeated once to so many times in a look: pg_textsearch knows no weights, but it counts."""
_LETTERS = "".join(LETTERS[field] for field in FIELDS)
_WORDS = ("text", "asks", "title")
_Row = Sequence[Any]


class PostgresIndex:
    """The documents of a server, counted as they were when it was opened; threads may share it.

    A search sees what is there by then: documents that were added since, and not those that were replaced.
    """

    def __init__(self, database: Engine, schema: str, standing: _Row, counts: Mapping[str, int] | None = None) -> None:
        """``standing``: seq, number of documents, lengths of the fields; ``counts``: all words, where they are few."""
        self._database = database
        self._schema = schema
        self._seq, self._total, lengths = standing
        self._averages = [length / max(self._total, 1) for length in lengths]
        self._counts = dict(counts or {})
        self._knows_all = counts is not None

    @property
    def seq(self) -> int:
        """The change of the store that this view has seen last."""
        return int(self._seq)

    def __len__(self) -> int:
        return int(self._total)

    def search(self, query: Query, limit: int, only: Collection[str] | None = None) -> list[Hit]:
        """Find the best documents, best first; ``only`` keeps those of these articles."""
        boosts = {word(f, term): boost for f, terms in query.terms.items() for term, boost in terms.items() if boost}
        counts = self._count_words(boosts)
        boosts = {each: boost for each, boost in boosts.items() if counts[each]}
        if not boosts or limit < 1:
            return []
        weights = {each: boost * idf(counts[each], max(self._total, counts[each])) for each, boost in boosts.items()}
        scorer = Scorer(weights, _LETTERS, self._averages)
        scored = []
        for number, identifier, words, *lengths in self._candidates(boosts, max(limit * _FETCHED, _LEAST), only):
            if score := scorer.score(words, lengths):
                scored.append((-score, number, identifier))
        return [Hit(identifier, -score) for score, _, identifier in sorted(scored)[:limit]]

    def _candidates(self, boosts: Mapping[str, float], most: int, only: Collection[str] | None) -> Iterable[_Row]:
        columns = f"SELECT number, id, words, {', '.join(LENGTHS)} FROM {self._schema}.documents"
        # words are letters and digits, and stand in the statement: a parameter would have every score computed twice
        look = f"to_bm25query('{_look(boosts)}', '{self._schema}.documents_by_words')"
        best = f"ORDER BY words <@> {look} LIMIT {int(most)}"
        with reading(self._database) as connection:
            if only is None:
                return connection.exec_driver_sql(f"{columns} {best}").all()
            within, values = "WHERE articles && %(only)s::text[]", {"only": list(only)}
            few = connection.exec_driver_sql(f"{columns} {within} LIMIT {_FEW + 1}", values).all()
            if len(few) <= _FEW:
                return few
            return connection.exec_driver_sql(f"{columns} {within} {best}", values).all()

    def count(self, field: str, term: str) -> int:
        """About how many documents have a term in a field."""
        return self.counts(field, (term,))[term]

    def counts(self, field: str, terms: Collection[str]) -> dict[str, int]:
        """The same of many terms, asked at once."""
        words = {term: word(field, term) for term in terms}
        if any(each not in self._counts for each in words.values()):  # who asks of one field asks of others
            self._count_words([word(other, term) for other in FIELDS for term in terms])
        known = self._count_words(words.values())
        return {term: known[each] for term, each in words.items()}

    def _count_words(self, words: Iterable[str]) -> dict[str, int]:
        known = self._counts
        if self._knows_all:
            return {each: known.get(each, 0) for each in words}
        counts = {each: known.get(each, -1) for each in words}
        unknown = [each for each, count in counts.items() if count < 0]
        if unknown:
            fresh = dict.fromkeys(unknown, 0) | dict(self._rows_of_words(unknown))
            counts |= fresh
            if len(known) + len(fresh) > _REMEMBERED:
                known = {}
            known.update(fresh)
            self._counts = known
        return counts

    def _rows_of_words(self, words: list[str]) -> Iterable[tuple[str, int]]:
        wanted = f"SELECT word, documents FROM {self._schema}.words WHERE word = ANY(%(words)s::text[])"
        with reading(self._database) as connection:
            return [(row[0], row[1]) for row in connection.exec_driver_sql(wanted, {"words": words})]

    def has(self, terms: Collection[str]) -> bool:
        """Whether one document has all of these terms, each in its text, its sample questions or its title."""
        choices = {term: [word(field, term) for field in _WORDS] for term in terms}
        counts = self._count_words([each for words in choices.values() for each in words])
        anywhere = [[each for each in words if counts[each]] for words in choices.values()]
        if not all(anywhere):
            return False
        if len(anywhere) == 1:
            return True
        wanted = " & ".join(f"({' | '.join(words)})" for words in anywhere)
        with reading(self._database) as connection:
            look = f"SELECT {self._schema}.has(%(wanted)s::tsquery)"
            return bool(connection.exec_driver_sql(look, {"wanted": wanted}).scalar())


def _look(boosts: Mapping[str, float]) -> str:
    """Words as often as they weigh."""
    highest = max(boosts.values())
    return " ".join(each for each, boost in boosts.items() for _ in range(max(1, round(_GRADES * boost / highest))))
