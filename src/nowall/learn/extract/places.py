"""Lists as they are found: where they stand in an article's paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of one paragraph, which is told by its index."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, without its mark. ``label`` is what it is called, if anything: ``L1``, ``第一阶段``."""

    place: Place
    label: str = ""


@dataclass(frozen=True, slots=True)
class FoundList:
    """An enumeration of at least two items, and the words that say what of; None where nothing does."""

    title: Place | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """Something that was found, with where in the article it begins."""

    paragraph: int
    start: int
    what: T
