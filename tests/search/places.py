"""Where an index may be kept, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from nowall.database import PostgresSchema, open_database
from nowall.database.places import server_url
from nowall.search.index import IndexDocument, IndexKeeper, Query, SearchIndex, Update
from nowall.search.postgres_keeper import ServerKeeper
from nowall.search.tantivy_index import FolderKeeper
from nowall.store.home import CORPUS_SCHEMA

ASKED_TOO_MUCH = "the index asked for documents that it has"


@cache
def _database(address: str) -> Engine:
    return open_database(PostgresSchema(server_url(address), CORPUS_SCHEMA))


def keeper_at(where: str, fingerprint: str) -> IndexKeeper:
    """Keep an index in a folder, or in the database with this address."""
    if where.startswith("postgresql"):
        return ServerKeeper(_database(where), fingerprint)
    return FolderKeeper(Path(where), fingerprint)


@dataclass(frozen=True, slots=True)
class Place:
    """One place, with its own index."""

    where: str
    """A folder or the address of a database, as `keeper_at` takes it in any process."""
    store: str = "store"
    """Names what the index is made of: a database holds those of several tests."""

    def fingerprint(self, tokens: str = "tokens-1") -> str:
        """What names the store and the way of tokenizing."""
        return f"{self.store}/{tokens}"

    def keeper(self, tokens: str = "tokens-1") -> IndexKeeper:
        """Give a keeper of its own, as another process has one."""
        return keeper_at(self.where, self.fingerprint(tokens))

    def build(self, *documents: IndexDocument, seq: int = 1) -> SearchIndex:
        """Bring the index to what a store holds at this moment, if it was not there yet."""
        return self.keeper().bring_up_to_date(seq, everything(*documents, seq=seq))


def document(
    owner: str, text: str, *, asks: str = "", entities: str = "", title: str = "", articles: str = "a"
) -> IndexDocument:
    """A document of this owner, with the words of these texts as terms."""
    terms = {"text": text.split(), "asks": asks.split(), "entities": entities.split(), "title": title.split()}
    return IndexDocument(f"{owner}/0", owner, tuple(articles.split()), terms)


def answering(update: Update) -> Callable[[int | None], Update]:
    """A store that answers with one update, whatever it is asked."""
    return lambda _: update


def everything(*documents: IndexDocument, seq: int = 1) -> Callable[[int | None], Update]:
    """A store that gives all that it has."""
    return answering(Update(seq, None, documents))


def nothing_new(_: int | None) -> Update:
    """A store that must not be asked."""
    raise AssertionError(ASKED_TOO_MUCH)


def found(index: SearchIndex, *words: str, field: str = "text", only: list[str] | None = None) -> list[str]:
    """The owners of what is found by these words, best first."""
    return [hit.id.partition("/")[0] for hit in index.search(Query({field: dict.fromkeys(words, 1.0)}), 10, only)]
