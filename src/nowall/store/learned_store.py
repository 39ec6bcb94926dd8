"""What was learned from articles, in SQL: read by id when it is needed, never as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, func, select

from nowall.database import reading
from nowall.learn.documents import Copy, Learned
from nowall.passages import Passage
from nowall.records import Article, Entity, Fact
from nowall.store import rows
from nowall.store.corpus_store import ADDED, Changes, changes_after, current_seq
from nowall.store.learned_queries import (
    BATCH,
    PASSAGES,
    batches,
    columns_of,
    ids_where,
    learned_in,
    one_of,
    pairs_where,
)
from nowall.store.learned_writing import copies_to_keep, forget, log, refuse_foreign, write
from nowall.store.schema import ARTICLES, BANDS, COPIES, FACTS, NAMES, TEXTS

_ALIKE = (
    select(BANDS.c.article)
    .where(one_of(BANDS.c.band))
    .group_by(BANDS.c.article)
    .order_by(func.count().desc(), BANDS.c.article)
)
"""Put for every new article, and hence made once."""


class LearnedStore:
    """The learned articles of a home. Each is written, and forgotten, with all that came from it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, learned: Sequence[Learned], copies: Sequence[Copy] = ()) -> Changes:
        """Write articles, in place of what they were before, and note copies; the whole is one transaction.

        Raises InputError where an article or a fact has the id of a record that belongs to somebody else.
        """
        ids = [one.article.id for one in learned]
        with self._engine.begin() as connection:
            before = current_seq(connection)
            refuse_foreign(connection, learned)
            now_copies = ids_where(connection, TEXTS.c.article, TEXTS.c.article, [copy.id for copy in copies])
            kept = copies_to_keep(connection, learned)
            forget(connection, [*ids, *(copy.id for copy in copies)])
            write(connection, learned, [*kept, *copies])
            log(connection, "delete", now_copies)
            log(connection, "put", dict.fromkeys([*ids, *(copy.article for copy in copies)]))
            return changes_after(connection, before)

    def remove(self, ids: Collection[str]) -> Changes:
        """Forget articles (or copies), with all that came from them; those that are not there change nothing."""
        with self._engine.begin() as connection:
            before = current_seq(connection)
            there = ids_where(connection, TEXTS.c.article, TEXTS.c.article, ids)
            shown = ids_where(connection, COPIES.c.article, COPIES.c.id, ids)
            forget(connection, ids)
            log(connection, "delete", there)
            log(connection, "put", [article for article in dict.fromkeys(shown) if article not in there])
            return changes_after(connection, before)

    def digests(self, ids: Collection[str]) -> dict[str, str]:
        """Of what each of these articles and copies was made; what is not there is left out."""
        with reading(self._engine) as connection:
            articles = pairs_where(connection, TEXTS.c.article, TEXTS.c.digest, TEXTS.c.article, ids)
            return articles | pairs_where(connection, COPIES.c.id, COPIES.c.digest, COPIES.c.id, ids)

    def alike(self, bands: Collection[int]) -> list[str]:
        """Articles that share one of these bands, those that share most first."""
        if not bands:
            return []
        with reading(self._engine) as connection:
            return list(connection.scalars(_ALIKE, {"values": list(bands)}))

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The texts of these articles."""
        if not ids:
            return {}
        with reading(self._engine) as connection:
            return pairs_where(connection, TEXTS.c.article, TEXTS.c.text, TEXTS.c.article, ids)

    def facts(self, ids: Collection[str]) -> dict[str, Fact]:
        """These facts; what is not there is left out."""
        return {fact.id: fact for fact in map(rows.fact, self._rows(FACTS, FACTS.c.id, ids))}

    def passages(self, ids: Collection[str]) -> dict[str, Passage]:
        """These facts, with the titles of their articles."""
        found: dict[str, Passage] = {}
        with reading(self._engine) as connection:
            for batch in batches(ids):
                every = connection.execute(PASSAGES, {"values": batch}).all()
                found.update((row[0], rows.passage(row)) for row in every)
        return found

    def names_of(self, entities: Collection[str]) -> dict[str, Entity]:
        """What one of the articles, the last by id, says of each of these entities."""
        columns = [c for c in NAMES.columns if c.name != "article"]
        query = select(*columns).where(one_of(NAMES.c.id)).order_by(NAMES.c.id, NAMES.c.article)
        found: dict[str, Entity] = {}
        with reading(self._engine) as connection:
            for batch in batches(entities):
                every = connection.execute(query, {"values": batch}).mappings()
                found.update((row["id"], rows.name(row)) for row in every)
        return found

    def facts_of(self, articles: Collection[str]) -> dict[str, tuple[Fact, ...]]:
        """The facts of these articles, in their order."""
        table: dict[str, list[Fact]] = {article: [] for article in articles}
        for row in self._rows(FACTS, FACTS.c.article, articles):
            table[row["article"]].append(rows.fact(row))
        return {article: tuple(sorted(facts, key=lambda f: (f.place, f.id))) for article, facts in table.items()}

    def articles(self, ids: Collection[str]) -> dict[str, Article]:
        """These articles, with everybody who is known to have carried them."""
        found = {row["id"]: rows.article(row) for row in self._rows(ARTICLES, ARTICLES.c.id, ids)}
        with reading(self._engine) as connection:
            return {article.id: article for article in _with_copies(connection, found)}

    def article_id(self, key: str) -> str | None:
        """The article with this stable key."""
        with reading(self._engine) as connection:
            return connection.scalar(select(TEXTS.c.article).where(TEXTS.c.key == key))

    def every_article(self) -> Iterator[tuple[Article, int]]:
        """All learned articles with how many facts each has, newest first, those without a date last."""
        counts = (
            select(FACTS.c.article, func.count().label("n")).where(FACTS.c.source == ADDED).group_by(FACTS.c.article)
        )
        counted = counts.subquery()
        query = select(*columns_of(ARTICLES), counted.c.n).where(ARTICLES.c.source == ADDED)
        query = query.outerjoin(counted, counted.c.article == ARTICLES.c.id)
        query = query.order_by(ARTICLES.c.published.desc().nulls_last(), ARTICLES.c.id)
        with reading(self._engine) as connection:
            carried = _carriers(connection)
            for row in connection.execute(query).mappings():
                article = rows.article({name: value for name, value in row.items() if name != "n"})
                yield _carried_by(article, carried.get(article.id, ())), row["n"] or 0

    def sizes(self) -> tuple[int, int]:
        """How many articles and how many facts were learned."""
        with reading(self._engine) as connection:
            articles, facts = (
                connection.scalar(select(func.count()).select_from(table).where(table.c.source == ADDED)) or 0
                for table in (ARTICLES, FACTS)
            )
            return articles, facts

    def every_fact(self, articles: Collection[str] | None = None) -> Iterator[tuple[Article, Sequence[Fact]]]:
        """All learned articles (or these) with their facts, in a few at a time: a corpus need not fit into memory."""
        with reading(self._engine) as connection:
            every = select(ARTICLES.c.id).where(ARTICLES.c.source == ADDED).order_by(ARTICLES.c.id)
            ids = list(connection.scalars(every)) if articles is None else list(articles)
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            known, facts = self.articles(batch), self.facts_of(batch)
            yield from ((known[i], facts[i]) for i in batch if i in known)

    def some_facts(self, most: int) -> list[Fact]:
        """All learned facts if they are at most so many, else none."""
        some = select(FACTS.c.id).where(FACTS.c.source == ADDED).limit(most + 1)
        query = select(*columns_of(FACTS)).where(FACTS.c.source == ADDED).order_by(FACTS.c.id)
        with reading(self._engine) as connection:
            if (connection.scalar(select(func.count()).select_from(some.subquery())) or 0) > most:
                return []
            return list(map(rows.fact, connection.execute(query).mappings()))

    def names(self, most: int) -> list[Entity]:
        """What the articles say of the ``most`` entities that most of them name, each variant once."""
        common = select(NAMES.c.id, func.count().label("n")).group_by(NAMES.c.id)
        common_ids = common.order_by(func.count().desc(), NAMES.c.id).limit(most).subquery()
        columns = [c for c in NAMES.columns if c.name != "article"]
        query = select(*columns).join(common_ids, common_ids.c.id == NAMES.c.id).group_by(*columns, common_ids.c.n)
        with reading(self._engine) as connection:
            common_first = (common_ids.c.n.desc(), NAMES.c.id, func.count().desc(), NAMES.c.zh, NAMES.c.en)
            ordered = query.order_by(*common_first, func.min(NAMES.c.article))
            return [rows.name(row) for row in connection.execute(ordered).mappings()]

    def names_in(self, article: str) -> list[Entity]:
        """What an article says of the entities that it names, by id."""
        columns = [c for c in NAMES.columns if c.name != "article"]
        query = select(*columns).where(NAMES.c.article == article).order_by(NAMES.c.id)
        with reading(self._engine) as connection:
            return [rows.name(row) for row in connection.execute(query).mappings()]

    def _rows(self, table: Table, column: Column[str], values: Collection[str]) -> Iterator[Mapping[Any, Any]]:
        with reading(self._engine) as connection:
            for batch in batches(values):
                yield from connection.execute(learned_in(table, column), {"values": batch}).mappings()


def _with_copies(connection: Connection, articles: Mapping[str, Article]) -> Iterator[Article]:
    carried: dict[str, list[str]] = {}
    for batch in batches(articles):
        carried |= _carriers(connection, batch)
    for article in articles.values():
        yield _carried_by(article, carried.get(article.id, ()))


def _carriers(connection: Connection, articles: Sequence[str] | None = None) -> dict[str, list[str]]:
    """The publishers of an article's copies, by article: of all, or of these."""
    carried: dict[str, list[str]] = {}
    query = select(COPIES.c.article, COPIES.c.publisher).order_by(COPIES.c.id)
    if articles is not None:
        query = query.where(one_of(COPIES.c.article))
    for article, publisher in connection.execute(query, {"values": articles}):
        carried.setdefault(article, []).append(publisher)
    return carried


def _carried_by(article: Article, others: Sequence[str]) -> Article:
    every = dict.fromkeys((*article.reposts, *others))
    return replace(article, reposts=tuple(other for other in every if other and other != article.publisher))
