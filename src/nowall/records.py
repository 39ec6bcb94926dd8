"""The records of a corpus: what editors write and articles are turned into.

These are plain immutable values. They come from a corpus pack (``nowall.learn.pack``) or from the
store, and every answer is made of them and of nothing else. All dates are ISO strings of the precision
that is known: ``2024``, ``2024-11`` or ``2024-11-14``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

_KEY_ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz"
_KEY_LENGTH = 10


def stable_key(identifier: str) -> str:
    """A short stable name for a record: 10 letters and digits, fit for deep links and callback data."""
    number = int.from_bytes(hashlib.blake2s(identifier.encode(), digest_size=8).digest(), "big")
    digits = []
    for _ in range(_KEY_LENGTH):
        number, remainder = divmod(number, len(_KEY_ALPHABET))
        digits.append(_KEY_ALPHABET[remainder])
    return "".join(digits)


def claim_key(identifier: str) -> str:
    """The stable name of the claim with this id: all that an answer's facts tell of it."""
    return stable_key(f"claim/{identifier}")


class FactKind(StrEnum):
    """What sort of statement a fact is; decides how it is composed."""

    FACT = "fact"
    QUOTE = "quote"
    LIST = "list"
    DEFINITION = "definition"
    FORECAST = "forecast"
    NUMBER = "number"


class EntityKind(StrEnum):
    """What sort of thing an entity is; decides which pronouns can stand for it."""

    PERSON = "person"
    ORGANISATION = "organisation"
    MODEL = "model"
    CONCEPT = "concept"
    PUBLICATION = "publication"
    SOURCE = "source"
    EVENT = "event"
    PLACE = "place"
    PRODUCT = "product"


class Origin(StrEnum):
    """Whether an editor wrote a fact or the extractor found it (decision 10 of the design)."""

    CURATED = "curated"
    EXTRACTED = "extracted"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article: where a fact comes from, and what a citation shows."""

    id: str
    title: str
    publisher: str
    """Entity id of the publisher where the lexicon knows it, else its name."""
    language: str = "zh-Hans"
    author: str | None = None
    published: str | None = None
    published_note_zh: str | None = None
    published_note_en: str | None = None
    provenance_zh: str | None = None
    provenance_en: str | None = None
    url: str | None = None
    reposts: tuple[str, ...] = ()
    """Who else carried it, as far as known, in the order in which it went from one to the next."""

    @property
    def key(self) -> str:
        """Short stable name for deep links."""
        return stable_key(f"article/{self.id}")


@dataclass(frozen=True, slots=True)
class Fact:
    """The unit that is indexed and answered: one short statement with its source.

    ``value_zh`` and ``value_en`` are the answering words, literally parts of ``zh`` and ``en``.
    ``place`` is the position within the article (0-based), which follow-up questions rest on.
    """

    id: str
    article: str
    kind: FactKind
    zh: str
    en: str | None = None
    claimant: str | None = None
    when: str | None = None
    subject: str | None = None
    attribute: str | None = None
    value_zh: str | None = None
    value_en: str | None = None
    entities: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    quote: str | None = None
    speaker: str | None = None
    occasion_zh: str | None = None
    occasion_en: str | None = None
    note_zh: str | None = None
    note_en: str | None = None
    items_zh: tuple[str, ...] = ()
    items_en: tuple[str, ...] = ()
    place: int = 0
    span: tuple[int, int] | None = None
    """Character offsets in the article's text, where an extractor found it."""
    origin: Origin = Origin.CURATED

    @property
    def key(self) -> str:
        """Short stable name for deep links and callback data; an extracted fact has no other id."""
        return self.id if self.origin is Origin.EXTRACTED else stable_key(f"fact/{self.id}")

    @property
    def about(self) -> tuple[str, ...]:
        """Every entity that the fact speaks of, the subject first, none twice."""
        named = (self.subject, self.speaker, self.claimant, *self.entities)
        return tuple(dict.fromkeys(e for e in named if e))


@dataclass(frozen=True, slots=True)
class Relation:
    """An entity's tie to another one: ``sam-altman`` is ``ceo`` of ``openai``, perhaps only for a time."""

    role: str
    of: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, model or concept, with every surface form."""

    id: str
    kind: EntityKind
    zh: str
    en: str
    forms: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    about_zh: str | None = None
    about_en: str | None = None
    relations: tuple[Relation, ...] = ()

    @property
    def key(self) -> str:
        """Short stable name for deep links and callback data."""
        return stable_key(f"entity/{self.id}")

    @property
    def names(self) -> tuple[str, ...]:
        """Every form that may stand in a text in any letter case, display names first."""
        return tuple(dict.fromkeys((self.zh, self.en, *self.forms)))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a claim: a position and the facts that take it, the representative one first."""

    id: str
    zh: str
    en: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What several facts are about when they disagree (or agree), asked as a question."""

    id: str
    zh: str
    en: str
    sides: tuple[Side, ...]
    subject: str | None = None
    asks: tuple[str, ...] = ()
    agree: bool = False

    @property
    def key(self) -> str:
        """Short stable name for deep links."""
        return claim_key(self.id)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that one pack (or one store) knows, in reading order."""

    articles: tuple[Article, ...] = ()
    facts: tuple[Fact, ...] = ()
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
