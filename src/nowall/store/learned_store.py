"""What was learned from articles, in SQL: read by id when it is needed, never as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Select, Table, bindparam, delete, func, insert, select

from nowall.database import insert_many, reading
from nowall.errors import InputError
from nowall.learn.documents import Copy, Learned
from nowall.records import Article, Entity, Fact
from nowall.store import rows
from nowall.store.corpus_store import ADDED, Changes, changes_after, current_seq
from nowall.store.schema import ARTICLES, BANDS, CHANGES, COPIES, FACTS, NAMES, TEXTS

LEARNED = "learned"
"""The kind of a change to a learned article."""

_MUCH = 6
"""Bands of an article's 24 that a mended form shares with the earlier one; another text shares one by chance."""
_BATCH = 500
"""Values in one ``IN (…)``, and rows fetched at a time."""
_ALIKE = (
    select(BANDS.c.article)
    .where(BANDS.c.band.in_(bindparam("bands", expanding=True)))
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
            self._refuse_foreign(connection, learned)
            now_copies = _ids(connection, TEXTS.c.article, TEXTS.c.article, [copy.id for copy in copies])
            kept = _copies_to_keep(connection, learned)
            _forget(connection, [*ids, *(copy.id for copy in copies)])
            _write(connection, learned, [*kept, *copies])
            _log(connection, "delete", now_copies)
            _log(connection, "put", dict.fromkeys([*ids, *(copy.article for copy in copies)]))
            return changes_after(connection, before)

    def remove(self, ids: Collection[str]) -> Changes:
        """Forget articles (or copies), with all that came from them; those that are not there change nothing."""
        with self._engine.begin() as connection:
            before = current_seq(connection)
            there = _ids(connection, TEXTS.c.article, TEXTS.c.article, ids)
            shown = _ids(connection, COPIES.c.article, COPIES.c.id, ids)
            _forget(connection, ids)
            _log(connection, "delete", there)
            _log(connection, "put", [article for article in dict.fromkeys(shown) if article not in there])
            return changes_after(connection, before)

    def digests(self, ids: Collection[str]) -> dict[str, str]:
        """Of what each of these articles and copies was made; what is not there is left out."""
        with reading(self._engine) as connection:
            articles = _pairs(connection, TEXTS.c.article, TEXTS.c.digest, TEXTS.c.article, ids)
            return articles | _pairs(connection, COPIES.c.id, COPIES.c.digest, COPIES.c.id, ids)

    def alike(self, bands: Collection[int]) -> list[str]:
        """Articles that share one of these bands, those that share most first."""
        if not bands:
            return []
        with reading(self._engine) as connection:
            return list(connection.scalars(_ALIKE, {"bands": list(bands)}))

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The texts of these articles."""
        if not ids:
            return {}
        with reading(self._engine) as connection:
            return _pairs(connection, TEXTS.c.article, TEXTS.c.text, TEXTS.c.article, ids)

    def facts(self, ids: Collection[str]) -> dict[str, Fact]:
        """These facts; what is not there is left out."""
        return {fact.id: fact for fact in map(rows.fact, self._rows(FACTS, FACTS.c.id, ids))}

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
        query = select(*_columns(ARTICLES), counted.c.n).where(ARTICLES.c.source == ADDED)
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
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            known, facts = self.articles(batch), self.facts_of(batch)
            yield from ((known[i], facts[i]) for i in batch if i in known)

    def some_facts(self, most: int) -> list[Fact]:
        """All learned facts if they are at most so many, else none."""
        query = select(*_columns(FACTS)).where(FACTS.c.source == ADDED).limit(most + 1)
        with reading(self._engine) as connection:
            if (connection.scalar(select(func.count()).select_from(query.subquery())) or 0) > most:
                return []
            return list(map(rows.fact, connection.execute(query).mappings()))

    def names(self, most: int) -> list[Entity]:
        """What the articles say of the ``most`` entities that most of them name, each variant once."""
        common = select(NAMES.c.id, func.count().label("n")).group_by(NAMES.c.id)
        common_ids = common.order_by(func.count().desc(), NAMES.c.id).limit(most).subquery()
        columns = [c for c in NAMES.columns if c.name != "article"]
        query = select(*columns).join(common_ids, common_ids.c.id == NAMES.c.id).group_by(*columns)
        with reading(self._engine) as connection:
            ordered = query.order_by(common_ids.c.n.desc(), NAMES.c.id, func.count().desc())
            return [rows.name(row) for row in connection.execute(ordered).mappings()]

    def names_in(self, article: str) -> list[Entity]:
        """What an article says of the entities that it names, by id."""
        columns = [c for c in NAMES.columns if c.name != "article"]
        query = select(*columns).where(NAMES.c.article == article).order_by(NAMES.c.id)
        with reading(self._engine) as connection:
            return [rows.name(row) for row in connection.execute(query).mappings()]

    def name(self, entity: str) -> Entity | None:
        """What one of the articles says of this entity."""
        columns = [c for c in NAMES.columns if c.name != "article"]
        with reading(self._engine) as connection:
            row = connection.execute(select(*columns).where(NAMES.c.id == entity).limit(1)).mappings().first()
            return rows.name(row) if row else None

    def _rows(self, table: Table, column: Column[str], values: Collection[str]) -> Iterator[Mapping[Any, Any]]:
        with reading(self._engine) as connection:
            for batch in _batches(values):
                yield from connection.execute(_learned(table, column), {"values": batch}).mappings()

    def _refuse_foreign(self, connection: Connection, learned: Sequence[Learned]) -> None:
        ids = [one.article.id for one in learned]
        facts = [fact.id for one in learned for fact in one.facts]
        for batch in _batches(ids):
            taken = connection.scalar(select(ARTICLES.c.id).where(ARTICLES.c.id.in_(batch), ARTICLES.c.source != ADDED))
            if taken is not None:
                raise InputError(f"The article id {taken} is taken already: give the new one another id.")
        for batch in _batches(facts):
            foreign = select(FACTS.c.id).where(FACTS.c.id.in_(batch), FACTS.c.article.not_in(ids))
            if (fact := connection.scalar(foreign.limit(1))) is not None:
                raise InputError(f"The fact id {fact} is taken already: change the text of the article a little.")


def _copies_to_keep(connection: Connection, learned: Sequence[Learned]) -> list[Copy]:
    """Copies of articles whose new form still has much in common with the earlier one."""
    ids = [one.article.id for one in learned]
    queries = (select(COPIES).where(COPIES.c.article.in_(batch)) for batch in _batches(ids))
    copies = [Copy(**row) for query in queries for row in connection.execute(query).mappings()]
    originals = {copy.article for copy in copies}
    now = {(one.article.id, band) for one in learned if one.article.id in originals for band in one.bands}
    bands = (select(BANDS.c.article, BANDS.c.band).where(BANDS.c.article.in_(batch)) for batch in _batches(originals))
    common = Counter(
        article for query in bands for article, band in connection.execute(query) if (article, band) in now
    )
    return [copy for copy in copies if common[copy.article] >= _MUCH and copy.id not in ids]


def _write(connection: Connection, learned: Sequence[Learned], copies: Sequence[Copy]) -> None:
    texts = [
        {"article": one.article.id, "key": one.article.key, "digest": one.digest, "text": one.source} for one in learned
    ]
    names = [{"article": one.article.id, **rows.plain(name)} for one in learned for name in one.names]
    bands = [{"band": band, "article": one.article.id} for one in learned for band in dict.fromkeys(one.bands)]
    insert_many(connection, ARTICLES, list(rows.encode((one.article for one in learned), ADDED).values()))
    insert_many(connection, FACTS, list(rows.encode((fact for one in learned for fact in one.facts), ADDED).values()))
    insert_many(connection, TEXTS, texts)
    insert_many(connection, NAMES, names)
    insert_many(connection, BANDS, bands)
    insert_many(connection, COPIES, [rows.plain(copy) for copy in copies])


def _forget(connection: Connection, ids: Collection[str]) -> None:
    for batch in _batches(ids):
        there = list(connection.scalars(select(TEXTS.c.article).where(TEXTS.c.article.in_(batch))))
        if there:
            connection.execute(delete(ARTICLES).where(ARTICLES.c.id.in_(there), _is_learned(ARTICLES)))
            connection.execute(delete(FACTS).where(FACTS.c.article.in_(there), _is_learned(FACTS)))
            for table in (TEXTS, NAMES, BANDS, COPIES):
                connection.execute(delete(table).where(table.c.article.in_(there)))
        connection.execute(delete(COPIES).where(COPIES.c.id.in_(batch)))


def _log(connection: Connection, op: str, articles: Collection[str]) -> None:
    if articles:
        connection.execute(insert(CHANGES), [{"kind": LEARNED, "record_id": i, "op": op} for i in articles])


def _with_copies(connection: Connection, articles: Mapping[str, Article]) -> Iterator[Article]:
    carried: dict[str, list[str]] = {}
    for batch in _batches(articles):
        carried |= _carriers(connection, COPIES.c.article.in_(batch))
    for article in articles.values():
        yield _carried_by(article, carried.get(article.id, ()))


def _carriers(connection: Connection, *scope: ColumnElement[bool]) -> dict[str, list[str]]:
    """The publishers of an article's copies, by article."""
    carried: dict[str, list[str]] = {}
    query = select(COPIES.c.article, COPIES.c.publisher).where(*scope).order_by(COPIES.c.id)
    for article, publisher in connection.execute(query):
        carried.setdefault(article, []).append(publisher)
    return carried


def _carried_by(article: Article, others: Sequence[str]) -> Article:
    every = dict.fromkeys((*article.reposts, *others))
    return replace(article, reposts=tuple(other for other in every if other and other != article.publisher))


@cache
def _learned(table: Table, column: Column[str]) -> Select[Any]:
    """The learned records that have one of ``values`` in a column; made once, since that takes longer than asking."""
    return select(*_columns(table)).where(column.in_(bindparam("values", expanding=True)), _is_learned(table))


def _is_learned(table: Table) -> ColumnElement[bool]:
    """Tells learned records among few: SQLite must not look all of them up by their source, as it would by itself."""
    return table.c.source.concat("") == ADDED


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "source"]


def _ids(connection: Connection, wanted: Column[str], by: Column[str], values: Collection[str]) -> list[str]:
    return [found for batch in _batches(values) for found in connection.scalars(select(wanted).where(by.in_(batch)))]


def _pairs(
    connection: Connection, key: Column[str], value: Column[str], by: Column[str], values: Collection[str]
) -> dict[str, str]:
    queries = (select(key, value).where(by.in_(batch)) for batch in _batches(values))
    return {k: v for query in queries for k, v in connection.execute(query)}


def _batches(values: Collection[str]) -> Iterator[list[str]]:
    ordered = list(values)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]
