"""What browsing asks of learned records in SQL: counts, quotes of somebody, any record at all."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Engine, func, literal_column, select

from nowall.database import reading
from nowall.records import FactKind
from nowall.store.learned_queries import is_learned
from nowall.store.schema import ARTICLES, FACTS

_KIND: ColumnElement[str] = literal_column(f"'{FactKind.QUOTE.value}'")
"""No parameter: SQLite would not see that the index of quotes has all that is wanted."""
_IS_QUOTE = (FACTS.c.kind == _KIND, FACTS.c.speaker.is_not(None), is_learned(FACTS))


class LearnedBrowsing:
    """Looks over the learned records of a home."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def quotes_by_speaker(self) -> dict[str, int]:
        """How many quotes there are of whom, by the ids that articles give them."""
        query = select(FACTS.c.speaker, func.count()).where(*_IS_QUOTE).group_by(FACTS.c.speaker)
        with reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def quotes_of(self, speakers: Collection[str], most: int) -> list[str]:
        """The ids of at most so many quotes of these speakers, the first by id."""
        query = select(FACTS.c.id).where(*_IS_QUOTE, FACTS.c.speaker.in_(list(speakers)))
        query = query.order_by(FACTS.c.id).limit(most)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def newest_articles(self, most: int, skip: int = 0) -> list[tuple[str, str | None]]:
        """The ids of so many articles with their dates, newest first, those without a date last, but for the first."""
        query = select(ARTICLES.c.id, ARTICLES.c.published).where(is_learned(ARTICLES))
        query = query.order_by(ARTICLES.c.published.desc().nulls_last(), ARTICLES.c.id).limit(most).offset(skip)
        with reading(self._engine) as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def one_after(self, key: str, *, quote: bool) -> str | None:
        """The id of the learned fact (or quote) that comes first from ``key`` on: ids are as good as random."""
        wanted = _IS_QUOTE if quote else (is_learned(FACTS),)
        query = select(FACTS.c.id).where(*wanted).order_by(FACTS.c.id).limit(1)
        with reading(self._engine) as connection:
            found = connection.scalar(query.where(FACTS.c.id >= key))
            return found or connection.scalar(query)
