"""Follow-ups: what a question that goes on from an earlier one means by 他, 它, "the next one".

An earlier turn is known by its question and the facts that answered it. A pronoun stands for a fitting entity
of the latest turn; a question without a name goes on about its subject; "one level up" moves along a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nowall.answer.question import NameOf, Question
from nowall.answer.understand import cues
from nowall.language.mentions import Mention
from nowall.records import EntityKind, Fact
from nowall.snapshot import Snapshot

_BARE = 3
"""A question with at most so many content words and no name of its own only makes sense with what came before."""


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """An earlier question, understood, and the facts that answered it."""

    question: Question
    facts: tuple[Fact, ...]


class FollowUps:
    """Resolves follow-up questions over one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def resolve(self, question: Question, turns: Sequence[EarlierTurn]) -> Question:
        """The question with what earlier turns add: entities, hints, and places near which to look."""
        if not turns or not self._depends(question):
            return question
        places = () if cues.has("same_again", question.text) else tuple(fact.id for fact in turns[-1].facts)
        moved = self._moved(question, turns[-1].facts)
        if moved:
            return _asked_of((moved,), question, turns[-1].question, places)
        if cues.has("ellipsis", question.text) and question.entities and not question.attributes:
            return _asked_of(question.entities, question, turns[-1].question, places)
        topics = [e for turn in reversed(turns) for e in self._topics(turn)]
        referents = self._referents(question, topics)
        hints = tuple(dict.fromkeys(topics))
        return replace(question, entities=(*referents, *question.entities)).with_hints(hints, places)

    def _depends(self, question: Question) -> bool:
        return question.follow_up or not question.entities or len(question.words) <= _BARE

    def _topics(self, turn: EarlierTurn) -> Iterable[str]:
        """What a turn was about, most likely referent first."""
        named = list(turn.question.entities)
        subjects = [e for f in turn.facts for e in (f.subject, f.speaker, f.claimant) if e]
        return dict.fromkeys([*subjects, *named] if turn.question.name_of is NameOf.ANYTHING else [*named, *subjects])

    def _referents(self, question: Question, topics: Sequence[str]) -> tuple[str, ...]:
        if cues.has("person", question.text):
            return self._described("person", question, self._first(topics, wanted=True, but=question.entities))
        if question.entities:
            return ()
        thing = self._first(topics, wanted=False, but=())
        return self._described("thing", question, thing) or self._first(topics, wanted=True, but=())

    def _described(self, pronoun: str, question: Question, referent: tuple[str, ...]) -> tuple[str, ...]:
        """What the pronoun describes with what stands around it (his team), else what it stands for."""
        place = cues.place_of(pronoun, question.text)
        if not referent or not place:
            return referent
        text, (start, end) = question.text, place.span()
        if cues.has("possessive", place.group()):
            text = f"{text[:end]}'s{text[end:]}"
        return self._snapshot.understander.described(text, Mention(referent[0], start, end)) or referent

    def _first(self, topics: Sequence[str], wanted: bool, but: Iterable[str]) -> tuple[str, ...]:
        """The first topic that is a person (or is none), as a tuple of at most one."""
        for topic in topics:
            known = self._snapshot.entities.get(topic)
            if known and (known.kind is EntityKind.PERSON) == wanted and topic not in but:
                return (topic,)
        return ()

    def _moved(self, question: Question, facts: Sequence[Fact]) -> str | None:
        """The subject of the next (or previous) item of the list in which an earlier answer stands."""
        step = -1 if cues.has("previous", question.text) else 1 if cues.has("next", question.text) else 0
        if not step:
            return None
        for fact in facts:
            siblings = self._siblings(fact)
            if fact.subject in siblings:
                place = siblings.index(fact.subject) + step
                if 0 <= place < len(siblings):
                    return siblings[place]
        return None

    def _siblings(self, fact: Fact) -> list[str]:
        """The subjects of the article that belong to the same whole as the fact's subject, in its order."""
        wholes = self._wholes(fact.subject)
        subjects = [f.subject for f in self._snapshot.facts_of.get(fact.article) or () if f.subject]
        return list(dict.fromkeys(s for s in subjects if wholes & self._wholes(s)))

    def _wholes(self, entity: str | None) -> set[str]:
        known = self._snapshot.entities.get(entity or "")
        return {r.of for r in known.relations if r.role == "part_of"} if known else set()


def _asked_of(entities: tuple[str, ...], question: Question, earlier: Question, places: tuple[str, ...]) -> Question:
    """The earlier question, asked of something else (``L2 是什么`` and then ``那 L3 呢``)."""
    text = f"{question.text} {earlier.text}"
    asked = replace(earlier, original=question.original, language=question.language, text=text)
    return replace(asked, entities=entities, hints=(), places=places)
