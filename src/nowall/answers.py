"""What comes out of the engine: an `Answer`, and the `Turn` that a follow-up rests on.

Adapters (chat, terminal, JSON, evaluation) render these values and add nothing to them
(decision 1 of the design). `Answer.as_json` is the public JSON interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Language(StrEnum):
    """The language that a question is asked in and answered in."""

    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"
    EN = "en"


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    CONFLICTING = "conflicting"
    UNKNOWN = "unknown"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """A fact as an answer shows it: its text is in the answer's language where the record has one."""

    id: str
    key: str
    kind: str
    text: str
    article: str
    speaker: str | None = None
    """Display name of who said the quoted words."""
    claimant: str | None = None
    """Display name of who claims it."""
    when: str | None = None
    claim: str | None = None
    side: str | None = None
    side_label: str | None = None
    """The position that the fact stands for, in words; only in a conflicting answer."""
    short: str | None = None
    """The answering words, literally a part of ``text``."""
    occasion: str | None = None
    note: str | None = None
    """What is odd about the record, for example words that a reposting site altered."""
    quote: str | None = None
    """The exact words that were said, in their own language and script."""
    translation: str | None = None
    """The quote for a reader of another language or script, where there is one; None who reads the original."""
    items: tuple[str, ...] = ()
    """What a list lists, in order, each literally a part of ``text`` where that is in this language."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The article that a fact comes from; ``url`` is None where the original address is not known."""

    article: str
    key: str
    title: str
    publisher: str
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A near miss, offered as a topic: the fact's key and a short text for a button."""

    fact: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The one result of a question: shown the same everywhere.

    ``text`` is what a user reads, without the list of sources. ``short`` is the answering span, a part of
    ``text``, or None. ``confidence`` is the calibrated probability (0 to 1) that the best candidate is
    right, also where the status is unknown. A refusal and smalltalk carry neither facts nor citations.
    """

    status: Status
    language: Language
    text: str
    short: str | None = None
    confidence: float = 0.0
    facts: tuple[AnswerFact, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    took_ms: float = 0.0

    def as_json(self, question_id: str | None = None) -> dict[str, Any]:
        """The answer as the design's JSON object; ``id`` is given back where the question had one."""
        return {
            "id": question_id,
            "status": self.status.value,
            "text": self.text,
            "short": self.short,
            "confidence": round(self.confidence, 4),
            "facts": [_fact_json(fact) for fact in self.facts],
            "citations": [
                {
                    "article": c.article,
                    "key": c.key,
                    "title": c.title,
                    "publisher": c.publisher,
                    "published": c.published,
                    "url": c.url,
                }
                for c in self.citations
            ],
            "suggestions": [{"fact": s.fact, "key": s.key, "text": s.text} for s in self.suggestions],
            "took_ms": round(self.took_ms, 2),
        }


def _fact_json(fact: AnswerFact) -> Mapping[str, Any]:
    names = ("id", "key", "kind", "text", "article", "speaker", "claimant", "when", "claim", "side")
    return {name: getattr(fact, name) for name in names}


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation, and the facts that answered it.

    ``facts`` are fact ids as `Answer.facts` gave them; None where only the question is known, then the
    engine answers it first.
    """

    question: str
    facts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """All that is known of an article without its text: what a source link without an address leads to."""

    citation: Citation
    author: str | None
    published_note: str | None
    provenance: str | None
    facts: int
    """How many facts the corpus has of it."""
    samples: tuple[Suggestion, ...] = ()
    """A few of its facts, as topics to look at."""
    reposts: tuple[str, ...] = ()
    """Display names of who else carried it."""


@dataclass(frozen=True, slots=True)
class FactPage:
    """One page of a longer list of facts."""

    facts: tuple[AnswerFact, ...] = ()
    citations: tuple[Citation, ...] = ()
    """The articles of these facts, in their order, each once."""
    start: int = 0
    """The place of the first fact in the whole list (0-based)."""
    total: int = 0
    """How many facts the whole list has; in large learned corpora no more than some hundreds are listed."""


@dataclass(frozen=True, slots=True)
class EntityCard:
    """A person, organisation, model or concept, as it is introduced to a reader."""

    key: str
    """Stable: 10 letters and digits, for deep links and callback data."""
    id: str
    name: str
    kind: str
    """An `EntityKind` by its value."""
    about: str | None = None
    aliases: tuple[str, ...] = ()
    """Other ways to write the name."""
    relations: tuple[str, ...] = ()
    """What it is to others, in words: ``CEO of OpenAI``."""
    facts: int = 0
    """In how many facts it occurs."""
    quotes: int = 0
    """How many quotes there are of it; in large learned corpora among its first hundreds of facts."""


@dataclass(frozen=True, slots=True)
class CorpusSize:
    """How much there is to ask about."""

    articles: int
    facts: int
    quotes: int
    entities: int
