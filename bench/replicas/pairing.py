"""The same corpus twice: in a home with its own index, and in a PostgreSQL database with the index there."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from sqlalchemy import event

from bench.listening import Listening
from nowall.answer.answerer import Answerer
from nowall.answers import Answer, Turn
from nowall.database.places import server_url
from nowall.engine import Engine
from nowall.search.index import Query, SearchIndex
from nowall.settings import Search, Settings
from nowall.store.home import Home
from nowall.store.moving import opened_move


@dataclass
class Side:
    """One of the two, and how many statements it has put to its database so far."""

    engine: Engine
    statements: int = 0

    def ask(self, text: str, turns: Collection[Turn], *, only: Collection[str] | None, always: bool) -> Answer:
        """Answer as users are answered, or, with ``always``, never refuse."""
        return self.engine.ask(text, tuple(turns), only=only, always=always)

    @property
    def answerer(self) -> Answerer:
        """What answers now."""
        return self.engine._answerer  # noqa: SLF001  benchmarks look inside

    @property
    def index(self) -> SearchIndex:
        """What is searched now."""
        assert self.answerer.snapshot.index is not None
        return self.answerer.snapshot.index


@contextmanager
def pair(home: Path, server: str, database: str, *, pack: str | None, semantic: bool) -> Iterator[tuple[Side, Side]]:
    """Open both; the database is made and filled from the home if it is not there."""
    address = make_database(server, database)
    moved(home, address)
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        own = Settings(home=home, pack=pack, semantic=semantic, _env_file=None)
        shared = own.model_copy(
            update={"home": Path(folder), "database_url": _secret(address), "search": Search.SERVER}
        )
        yield _side(opened, own), _side(opened, shared)


def _side(opened: ExitStack, settings: Settings) -> Side:
    side = Side(opened.enter_context(Engine.open(settings)))

    @event.listens_for(side.engine._library._database, "before_cursor_execute")  # noqa: SLF001
    def _count(*_: object) -> None:
        side.statements += 1

    return side


def _secret(address: str) -> object:
    return Settings.model_validate({"database_url": address}).database_url


def make_database(server: str, name: str) -> str:
    """The address of a database of a server, made if it is not there."""
    url = server_url(server)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return url.set(database=name).render_as_string(hide_password=False)


def moved(home: Path, address: str) -> None:
    """Copy a home into a database, unless it is there."""
    with opened_move(Home(home), server_url(address)) as move:
        if move is not None:
            move.run(lambda _: None)


class Queries:
    """What matching asks an index for a question."""

    def __init__(self, side: Side) -> None:
        self._listening = Listening(side.index)
        self._answerer = Answerer(replace(side.answerer.snapshot, index=self._listening, likeness=None), None)

    def of(self, text: str) -> tuple[Query, int]:
        """The query of a question, the largest where there are several."""
        self._listening.queries.clear()
        self._answerer.candidates(text)
        return max(self._listening.queries, key=lambda asked: sum(map(len, asked[0].terms.values())))
