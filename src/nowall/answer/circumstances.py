"""What records know of the statements that they give: when it was said, on what occasion, by whom, where it stands."""

from __future__ import annotations

import re

from nowall.answer.question import Circumstance
from nowall.answer.understand.cues import attributes
from nowall.records import Article, EntityKind, Fact, Origin
from nowall.snapshot import Snapshot

_TOLD = "announcement_date"
"""The one attribute of type date whose date is that of a statement; others are dates of what is stated."""
_NO_DAY = "event_date"
"""Something happened, and when somebody spoke of it is another matter."""
_SAYING = frozenset({"announcement_date", "opinion", "plan", "prediction", "response", "statement"})
"""Attributes of what somebody says, also where an article tells it in its own name."""
_VOICES = frozenset({EntityKind.PERSON, EntityKind.SOURCE})
_MEDIA = frozenset({EntityKind.PUBLICATION})
_FIRST_CLAUSE = re.compile(r"[^,:\"，：“「]*")


class Circumstances:
    """What the records of one snapshot know of their statements. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def knows(self, fact: Fact, asked: Circumstance) -> bool:
        """Whether a record tells this of its statement."""
        match asked:
            case Circumstance.WHEN | Circumstance.REPORTED:
                return self.date(fact, asked) is not None
            case Circumstance.OCCASION:
                return bool(fact.occasion_zh or fact.occasion_en)
            case Circumstance.SPEAKER:
                return bool(fact.speaker or fact.claimant)
            case Circumstance.WORDS:
                return fact.quote is not None
            case _:
                return True

    def is_said_by_somebody(self, fact: Fact) -> bool:
        """Whether a person may be meant by who said it; of a name that no editor knows nothing is known."""
        entities = [self._snapshot.entity(name) for name in (fact.speaker, fact.claimant) if name]
        return self._tells_of_saying(fact) or any(known is None or known.kind in _VOICES for known in entities)

    def _tells_of_saying(self, fact: Fact) -> bool:
        """Whether it tells what its subject says; a learned record may."""
        says = fact.attribute in _SAYING or fact.origin is Origin.EXTRACTED
        return says and self._is(fact.subject, _VOICES)

    def outlet(self, fact: Fact) -> str:
        """The entity id or name of the medium that reported it."""
        own = self._article(fact).publisher
        return fact.claimant if fact.claimant and self._is(fact.claimant, _MEDIA) else own

    def date(self, fact: Fact, asked: Circumstance) -> str | None:
        """When a record was said or reported, if that is known; ``when`` may be of what it tells instead."""
        published = self._article(fact).published
        if fact.origin is Origin.EXTRACTED:
            return published if asked is Circumstance.REPORTED else self._date_learned(fact, published)
        dated = fact.when if self._is_of_the_saying(fact, published) else None
        if asked is Circumstance.REPORTED:
            by_another = self._is(fact.claimant, _MEDIA) and not self._is_of_the_article(fact)
            return (dated if by_another else None) or published or dated
        of_somebody = not self._is_of_the_article(fact) or self._tells_of_saying(fact)
        if of_somebody or fact.attribute in {_TOLD, _NO_DAY}:
            return dated
        return published or dated

    def _is_of_the_saying(self, fact: Fact, published: str | None) -> bool:
        """Whether a record's date can be that of the statement: no date is asked of it, and it is not to come."""
        known = attributes().get(fact.attribute or "")
        if known and known.answer_type == "date" and known.id != _TOLD and not fact.speaker:
            return False
        return not (fact.when and published and fact.when > published)

    def _is_of_the_article(self, fact: Fact) -> bool:
        """Whether nobody but the article says it."""
        return not fact.speaker and fact.claimant in (None, self._article(fact).publisher)

    def _date_learned(self, fact: Fact, published: str | None) -> str | None:
        """The article's own date, unless somebody says it and another one stands before what is said."""
        from nowall.learn.extract.dates import find_dates  # noqa: PLC0415  its patterns take 30 ms, and few need them

        head = _FIRST_CLAUSE.match(fact.zh)
        dates = find_dates(head.group(), published) if head and (fact.speaker or fact.claimant) else []
        before = [date.iso for date in dates if not (published and date.iso > published)]
        return before[0] if before else published

    def _is(self, entity: str | None, kinds: frozenset[EntityKind]) -> bool:
        known = self._snapshot.entity(entity) if entity else None
        return known is not None and known.kind in kinds

    def _article(self, fact: Fact) -> Article:
        return self._snapshot.articles[fact.article]
