"""Records as rows and back. Empty lists are NULL, so that reading them costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from nowall.passages import Passage
from nowall.records import Article, Claim, Entity, EntityKind, Fact, FactKind, Origin, Relation, Side

_PLAIN = frozenset({str, int, bool, type(None)})

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = dict[str, Any]


def encode(records: Iterable[Article | Fact | Entity | Claim], source: str) -> dict[str, Row]:
    """Make the rows of these records, by id; they equal what the database gives back."""
    return {record.id: {"source": source, **plain(record)} for record in records}


def plain(record: DataclassInstance) -> Row:
    """The fields of a record by name, as the database keeps them."""
    names, values_of = _fields(type(record))
    return {
        name: value if type(value) in _PLAIN else _plain(value)
        for name, value in zip(names, values_of(record), strict=True)
    }


@cache
def _fields(kind: type[DataclassInstance]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a record's fields (of which there are several), and what gives their values."""
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, tuple):
        return [item if type(item) in _PLAIN else _plain(item) for item in value] or None
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(astuple(value))
    return value.value if isinstance(value, Enum) else value


def article(row: Mapping[Any, Any]) -> Article:
    """Make the article of a row."""
    return Article(**{**row, "reposts": tuple(row["reposts"] or ())})


def fact(row: Mapping[Any, Any]) -> Fact:
    """Make the fact of a row."""
    return Fact(
        **{
            **row,
            "kind": FactKind(row["kind"]),
            "entities": tuple(row["entities"] or ()),
            "asks": tuple(row["asks"] or ()),
            "items_zh": tuple(row["items_zh"] or ()),
            "items_en": tuple(row["items_en"] or ()),
            "span": tuple(row["span"]) if row["span"] else None,
            "origin": Origin(row["origin"]),
        }
    )


def passage(row: Sequence[Any]) -> Passage:
    """Make the passage of a row, whose columns are those of `nowall.store.learned_queries.PASSAGES`."""
    identifier, article, place, kind, zh, subject, speaker, claimant, entities, when, title = row
    about = dict.fromkeys(filter(None, (subject, speaker, claimant, *(entities or ()))))
    voices = tuple(filter(None, (speaker, claimant)))
    return Passage(identifier, article, place, kind, zh, tuple(about), voices, when, title)


def entity(row: Mapping[Any, Any]) -> Entity:
    """Make the entity of a row."""
    return Entity(
        **{
            **row,
            "kind": EntityKind(row["kind"]),
            "forms": tuple(row["forms"] or ()),
            "cased": tuple(row["cased"] or ()),
            "relations": tuple(Relation(*relation) for relation in row["relations"] or ()),
        }
    )


def name(row: Mapping[Any, Any]) -> Entity:
    """Make the entity of a row of what an article says of it."""
    return entity({**row, "about_zh": None, "about_en": None})


def claim(row: Mapping[Any, Any]) -> Claim:
    """Make the claim of a row."""
    sides = (Side(key, zh, en, tuple(facts or ())) for key, zh, en, facts in row["sides"] or ())
    return Claim(**{**row, "sides": tuple(sides), "asks": tuple(row["asks"] or ())})
