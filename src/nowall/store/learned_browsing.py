"""What browsing asks of learned records in SQL: counts, quotes of somebody, any record at all."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Engine, func, select

from nowall.database import reading
from nowall.records import FactKind
from nowall.store.corpus_store import ADDED
from nowall.store.learned_queries import is_learned
from nowall.store.schema import FACTS

_IS_QUOTE = (FACTS.c.kind == FactKind.QUOTE.value, FACTS.c.speaker.is_not(None), is_learned(FACTS))


class LearnedBrowsing:
    """Looks over the learned facts of a home. Each look but ``one_after`` takes 0.1 s in a million of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def quotes_by_speaker(self) -> dict[str, int]:
        """How many quotes there are of whom, by the ids that articles give them."""
        query = select(FACTS.c.speaker, func.count()).where(*_IS_QUOTE).group_by(FACTS.c.speaker)
        with reading(self._engine) as connection:
            return dict(connection.execute(query).tuples())

    def quotes_of(self, speakers: Collection[str], most: int) -> list[str]:
        """The ids of at most so many quotes of these speakers."""
        query = select(FACTS.c.id).where(*_IS_QUOTE, FACTS.c.speaker.in_(list(speakers))).limit(most)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def one_after(self, key: str, *, quote: bool) -> str | None:
        """The id of the learned fact (or quote) that comes first from ``key`` on: ids are as good as random."""
        learned = [FACTS.c.source == ADDED, *([FACTS.c.kind == FactKind.QUOTE.value] if quote else [])]
        query = select(FACTS.c.id).where(*learned).order_by(FACTS.c.id).limit(1)
        with reading(self._engine) as connection:
            found = connection.scalar(query.where(FACTS.c.id >= key))
            return found or connection.scalar(query)
