"""The understood question: what the rest of the answer flow works on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from nowall.answers import Language


class QuestionKind(StrEnum):
    """What is asked for; decides how many facts answer and which words are the short answer."""

    CONFLICT = "conflict"
    TIMELINE = "timeline"
    LIST = "list"
    COMPARE = "compare"
    QUOTE = "quote"
    WHEN = "when"
    WHO = "who"
    HOW_MANY = "how_many"
    WHERE = "where"
    WHY = "why"
    YES_NO = "yes_no"
    HOW = "how"
    WHAT_IS = "what_is"
    KEYWORDS = "keywords"
    """No question word at all: ``orion 训练进度``."""


OF_SEVERAL = frozenset({QuestionKind.CONFLICT, QuestionKind.TIMELINE, QuestionKind.COMPARE})
"""Kinds that one fact can seldom answer."""


class Circumstance(StrEnum):
    """What can be asked of a statement itself, apart from what it tells."""

    WORDS = "words"
    """The very words."""
    OUTLET = "outlet"
    """Which medium reported it."""
    SPEAKER = "speaker"
    """Who says so."""
    REPORTED = "reported"
    """When it was reported."""
    WHEN = "when"
    """When it was said."""
    OCCASION = "occasion"
    """Where or on what occasion it was said."""
    ARTICLE = "article"
    """Where it stands."""


class NameOf(StrEnum):
    """What the name is of that a question wants."""

    SOMEBODY = "somebody"
    ORGANISATION = "organisation"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Question:
    """A normalised question with everything that was recognised in it.

    ``entities`` are what the question names or describes; ``hints`` are entities that only help (the
    company in "the CEO of Anthropic", what an earlier turn spoke of). ``places`` are fact ids of earlier
    answers near which a follow-up looks.
    """

    original: str
    text: str
    language: Language
    kind: QuestionKind
    kinds: frozenset[QuestionKind] = frozenset()
    """Every kind whose words occur, ``kind`` among them."""
    attributes: frozenset[str] = frozenset()
    entities: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Content words and character bigrams, names left out."""
    numbers: frozenset[str] = frozenset()
    units: tuple[re.Pattern[str], ...] = ()
    """For each class of quantity that is asked for, what tells that a text gives one."""
    foreign_names: tuple[str, ...] = ()
    """What looks like a name and is none that the corpus knows."""
    several_voices: bool = False
    one_for_each: bool = False
    """Each of the named things wants an answer of its own (分别, 各, respectively)."""
    of_each: tuple[str, ...] = ()
    """The question asked of each thing alone, where it names several side by side and wants to know of all."""
    either_or: bool = False
    """Asks which of two is so: both may be."""
    name_of: NameOf | None = None
    """Of what a name is wanted, if of anything."""
    follow_up: bool = False
    places: tuple[str, ...] = ()
    private: bool = False
    """Asks for what nobody should tell of a person."""

    @property
    def wants_value(self) -> bool:
        """Whether a figure or a date answers it: what sources can differ about to the letter."""
        return bool(self.kinds & {QuestionKind.HOW_MANY, QuestionKind.WHEN})

    def with_hints(self, entities: tuple[str, ...], places: tuple[str, ...] = ()) -> Question:
        """The question with what earlier turns (or its first half) add to it."""
        added = tuple(e for e in entities if e not in self.entities and e not in self.hints)
        return replace(self, hints=self.hints + added, places=self.places + places)

    def of_one(self) -> Question:
        """The question as one fact can answer it."""
        kinds = self.kinds - OF_SEVERAL
        kind = next((kind for kind in QuestionKind if kind in kinds), QuestionKind.KEYWORDS)
        return replace(self, kind=kind, kinds=kinds or frozenset({kind}), several_voices=False, one_for_each=False)
