"""Writing what was learned, and forgetting it: every article with all that came from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, insert, select

from nowall.database import insert_many
from nowall.errors import InputError
from nowall.learn.documents import Copy, Learned
from nowall.store import rows
from nowall.store.corpus_store import ADDED
from nowall.store.learned_queries import batches, is_learned
from nowall.store.schema import ARTICLES, BANDS, CHANGES, COPIES, FACTS, NAMES, TEXTS

LEARNED = "learned"
"""The kind of a change to a learned article."""

_MUCH = 6
"""Bands of an article's 24 that a mended form shares with the earlier one; another text shares one by chance."""


def refuse_foreign(connection: Connection, learned: Sequence[Learned]) -> None:
    """Raise InputError where an article or a fact has the id of a record that belongs to somebody else."""
    ids = [one.article.id for one in learned]
    facts = [fact.id for one in learned for fact in one.facts]
    for batch in batches(ids):
        taken = connection.scalar(select(ARTICLES.c.id).where(ARTICLES.c.id.in_(batch), ARTICLES.c.source != ADDED))
        if taken is not None:
            raise InputError(f"The article id {taken} is taken already: give the new one another id.")
    for batch in batches(facts):
        foreign = select(FACTS.c.id).where(FACTS.c.id.in_(batch), FACTS.c.article.not_in(ids))
        if (fact := connection.scalar(foreign.limit(1))) is not None:
            raise InputError(f"The fact id {fact} is taken already: change the text of the article a little.")


def copies_to_keep(connection: Connection, learned: Sequence[Learned]) -> list[Copy]:
    """Copies of articles whose new form still has much in common with the earlier one."""
    ids = [one.article.id for one in learned]
    queries = (select(COPIES).where(COPIES.c.article.in_(batch)) for batch in batches(ids))
    copies = [Copy(**row) for query in queries for row in connection.execute(query).mappings()]
    originals = {copy.article for copy in copies}
    now = {(one.article.id, band) for one in learned if one.article.id in originals for band in one.bands}
    bands = (select(BANDS.c.article, BANDS.c.band).where(BANDS.c.article.in_(batch)) for batch in batches(originals))
    common = Counter(
        article for query in bands for article, band in connection.execute(query) if (article, band) in now
    )
    return [copy for copy in copies if common[copy.article] >= _MUCH and copy.id not in ids]


def write(connection: Connection, learned: Sequence[Learned], copies: Sequence[Copy]) -> None:
    """Insert articles with all that came from them, and copies."""
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


def forget(connection: Connection, ids: Collection[str]) -> None:
    """Delete learned articles with all that came from them, and copies."""
    for batch in batches(ids):
        there = list(connection.scalars(select(TEXTS.c.article).where(TEXTS.c.article.in_(batch))))
        if there:
            connection.execute(delete(ARTICLES).where(ARTICLES.c.id.in_(there), is_learned(ARTICLES)))
            connection.execute(delete(FACTS).where(FACTS.c.article.in_(there), is_learned(FACTS)))
            for table in (TEXTS, NAMES, BANDS, COPIES):
                connection.execute(delete(table).where(table.c.article.in_(there)))
        connection.execute(delete(COPIES).where(COPIES.c.id.in_(batch)))


def log(connection: Connection, op: str, articles: Collection[str]) -> None:
    """Note a change of these articles."""
    if articles:
        connection.execute(insert(CHANGES), [{"kind": LEARNED, "record_id": i, "op": op} for i in articles])
