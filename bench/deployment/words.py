"""Documents of made-up words that are as unevenly frequent as words are, and a load of writers and readers on them."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Iterator
from itertools import accumulate, islice

import psycopg

_VOCABULARY = 200_000
_LENGTH = 31
"""Words of a sentence of news, on average."""
_ASKED = 8
_BATCH = 20
_LOOK = "SELECT number FROM documents ORDER BY words <@> to_bm25query(%s, 'documents_by_words') LIMIT 50"
_TABLE = """
CREATE TABLE documents (number bigint PRIMARY KEY, words text NOT NULL);
CREATE INDEX documents_by_words ON documents USING bm25 (words) WITH (text_config = 'simple')
"""
_WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))


def connect(address: str) -> psycopg.Connection[tuple[int, ...]]:
    """A connection that commits each statement, and plans each anew, as nowall's do."""
    connection: psycopg.Connection[tuple[int, ...]] = psycopg.connect(
        address, autocommit=True, prepare_threshold=None, options="-c plan_cache_mode=force_custom_plan -c jit=off"
    )
    return connection


def documents(seed: int) -> Iterator[str]:
    """Texts without an end, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        yield " ".join(f"w{word}" for word in chance.choices(range(_VOCABULARY), cum_weights=_WEIGHTS, k=_LENGTH))


def unique(number: int) -> str:
    """A word that only this document has."""
    return f"n{number}"


def make(address: str, count: int) -> None:
    """A table with so many documents and an index that has grown with them."""
    with connect(address) as connection:
        connection.execute("DROP TABLE IF EXISTS documents")
        connection.execute(_TABLE.encode())
        with connection.cursor() as cursor, cursor.copy("COPY documents FROM STDIN") as copy:
            for number, words in enumerate(islice(documents(0), count)):
                copy.write_row((number, f"{words} {unique(number)}"))
        connection.execute("VACUUM ANALYZE documents")


class Writer(threading.Thread):
    """Inserts batches until it is stopped or the server is gone; ``acknowledged``: what it was told is committed."""

    def __init__(self, address: str, first: int) -> None:
        super().__init__(daemon=True)
        self.acknowledged: list[int] = []
        self.seconds: list[float] = []
        self._address, self._next = address, first
        self._stopped = threading.Event()

    def run(self) -> None:
        """Insert."""
        texts = documents(self._next)
        try:
            with connect(self._address) as connection:
                while not self._stopped.is_set():
                    numbers = range(self._next, self._next + _BATCH)
                    rows = [(number, f"{next(texts)} {unique(number)}") for number in numbers]
                    begun = time.monotonic()
                    with connection.transaction(), connection.cursor() as cursor:
                        cursor.executemany("INSERT INTO documents VALUES (%s, %s)", rows)
                    self.seconds.append(time.monotonic() - begun)
                    self.acknowledged += numbers
                    self._next += _BATCH
        except psycopg.OperationalError:
            return

    def stop(self) -> None:
        """Wait for the last batch."""
        self._stopped.set()
        self.join()


class Reader(threading.Thread):
    """Asks one question after the other; ``seconds``: what each took."""

    def __init__(self, address: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.seconds: list[float] = []
        self._address, self._seed = address, seed
        self._stopped = threading.Event()

    def run(self) -> None:
        """Ask."""
        with connect(self._address) as connection:
            for text in documents(self._seed):
                if self._stopped.is_set():
                    return
                begun = time.monotonic()
                connection.execute(_LOOK.encode(), (" ".join(text.split()[:_ASKED]),)).fetchall()
                self.seconds.append(time.monotonic() - begun)

    def stop(self) -> None:
        """Wait for the last answer."""
        self._stopped.set()
        self.join()


def found(connection: psycopg.Connection[tuple[int, ...]], number: int) -> bool:
    """Whether a document is found by its own word."""
    return (number,) in connection.execute(_LOOK.encode(), (unique(number),)).fetchall()


def told(seconds: list[float]) -> str:
    """How many, and how they are spread, in milliseconds."""
    ordered = sorted(1000 * each for each in seconds)
    p99 = ordered[int(0.99 * (len(ordered) - 1))]
    return f"{len(ordered)}, median {statistics.median(ordered):.1f} ms, p99 {p99:.0f}, slowest {ordered[-1]:.0f}"
