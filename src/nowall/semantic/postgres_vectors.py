"""Vectors in PostgreSQL, half precision, with the extension pgvector; nothing is kept where it is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg.adapt import Dumper
from psycopg.pq import Format
from sqlalchemy import Engine

from nowall.database import reading
from nowall.database.extensions import usable
from nowall.database.postgres import WRITING, driver_trouble, take_lock
from nowall.errors import StoreBlockedError, StoreError
from nowall.semantic.embedder import Vectors
from nowall.semantic.vector_file import Keys

_AT_ONCE = 4_096
_HEADER = [("dimensions", ">i2"), ("unused", ">i2")]
"""pgvector's halfvec_send and halfvec_recv: then come the numbers, each of two bytes, the larger byte first."""
_TABLE = """
CREATE TABLE IF NOT EXISTS vectors (
    model text COLLATE "C", key bigint, vector halfvec NOT NULL, PRIMARY KEY (model, key))
"""
_FIND = "SELECT key, vector FROM vectors WHERE model = %s AND key = ANY(%s)"
_HAS = "SELECT key FROM vectors WHERE model = %s AND key = ANY(%s)"
_ADD = "INSERT INTO vectors (model, key, vector) VALUES (%s, %s, %b::halfvec) ON CONFLICT DO NOTHING"
_NEWS = "SELECT max(seq), bool_or(kind = 'touched' AND record_id = 'vectors') FROM changes WHERE seq > %(seq)s"


class PostgresVectors:
    """A table in the schema of the corpus, made when it is first needed.

    What was not there is not asked for again until the log of changes says that vectors came.
    """

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._absent: dict[str, set[int]] = defaultdict(set)
        self._seq = 0

    @cached_property
    def is_there(self) -> bool:
        """Whether the server has the extension, and the table, which is made if need be."""
        if not usable(self._database, "vector"):
            return False
        with reading(self._database) as connection:
            knows_halves, is_there = connection.exec_driver_sql(
                "SELECT to_regtype('halfvec') IS NOT NULL, to_regclass('vectors') IS NOT NULL"
            ).one()
        return bool(knows_halves and (is_there or self._make()))

    def find(self, model: str, dimensions: int, keys: Keys) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """The vectors that are there; those that are no unit vectors of so many dimensions are not."""
        vectors: Vectors = np.zeros((len(keys), dimensions), dtype=np.float32)
        with self._asking(model, keys) as (driver, places, found):
            for key, vector in _read(driver, model, dimensions, list(places)):
                vectors[places[key]], found[places[key]] = vector, True
        return vectors, found

    def has(self, model: str, keys: Keys) -> npt.NDArray[np.bool_]:
        """Which of ``keys`` have a vector, without reading it."""
        with self._asking(model, keys) as (driver, places, found):
            asked = list(places)
            for start in range(0, len(asked), _AT_ONCE):
                for (key,) in driver.execute(_HAS, (model, asked[start : start + _AT_ONCE])):
                    found[places[key]] = True
        return found

    @contextmanager
    def _asking(self, model: str, keys: Keys) -> Iterator[tuple[Any, dict[int, int], npt.NDArray[np.bool_]]]:
        """The driver's connection, the keys to ask for with their places, and where to note which were found."""
        found: npt.NDArray[np.bool_] = np.zeros(len(keys), dtype=np.bool_)
        if self.is_there:
            self._forget_absent()
        absent = self._absent[model]
        every = enumerate(keys.view(np.int64).tolist()) if self.is_there else ()
        places = {key: place for place, key in every if key not in absent}
        if not places:
            yield None, places, found
            return
        with reading(self._database) as connection, driver_trouble(connection):
            yield connection.connection.driver_connection, places, found
        absent.update(key for key, place in places.items() if not found[place])

    def add(self, model: str, keys: Keys, vectors: Vectors) -> None:
        """Keep vectors in one transaction, which need not wait for those that change the corpus."""
        if not self.is_there:
            return
        order = np.argsort(keys)  # of two that add the same at once, neither may wait for the other in a circle
        keys, vectors = keys[order], vectors[order]
        rows = np.empty(len(keys), np.dtype([*_HEADER, ("numbers", ">f2", (vectors.shape[1],))]))
        rows["dimensions"], rows["unused"], rows["numbers"] = vectors.shape[1], 0, vectors
        values = [
            (model, key, _Half(row.tobytes())) for key, row in zip(keys.view(np.int64).tolist(), rows, strict=True)
        ]
        with self._database.connect() as connection, driver_trouble(connection):
            connection.execution_options(**{WRITING: False}).begin()
            driver: Any = connection.connection.driver_connection
            with driver.cursor() as cursor:
                cursor.adapters.register_dumper(_Half, _HalfDumper)
                cursor.executemany(_ADD, values)
            connection.commit()

    def _make(self) -> bool:
        try:
            with self._database.begin() as connection:
                take_lock(connection, "vectors")  # two that make it at once would hinder each other
                connection.exec_driver_sql(_TABLE)
        except StoreBlockedError:
            raise
        except StoreError:  # not allowed to
            return False
        return True

    def _forget_absent(self) -> None:
        """Look into the log of changes; before asking, so that what comes meanwhile is asked for the next time."""
        with reading(self._database) as connection:
            newest, is_touched = connection.exec_driver_sql(_NEWS, {"seq": self._seq}).one()
        if is_touched:
            self._absent.clear()
        self._seq = newest or self._seq


def _read(driver: Any, model: str, dimensions: int, keys: list[int]) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    row = np.dtype([*_HEADER, ("numbers", ">f2", (dimensions,))])
    for start in range(0, len(keys), _AT_ONCE):
        rows = driver.execute(_FIND, (model, keys[start : start + _AT_ONCE]), binary=True).fetchall()
        sound = [(key, vector) for key, vector in rows if len(vector) == row.itemsize]
        numbers = np.frombuffer(b"".join(vector for _, vector in sound), row)["numbers"].astype(np.float32)
        lengths = np.linalg.norm(numbers, axis=1)
        for (key, _), vector, length in zip(sound, numbers, lengths, strict=True):
            if length > 0:
                yield key, vector / length


class _Half:
    """A vector as pgvector reads it."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


class _HalfDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: _Half) -> bytes:
        """The bytes to send."""
        return obj.data
