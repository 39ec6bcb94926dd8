"""What happened, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from nowall.answer.decide.timeline import OF_THE_TEXT
from nowall.catalogue.finding import Finding
from nowall.catalogue.fit import Fits
from nowall.catalogue.holdings import is_quote
from nowall.learn.extract.dates import find_dates
from nowall.records import Fact, FactKind
from nowall.snapshot import Snapshot

_ENOUGH = 0.5
"""The share of the words' weight that an event has to say."""
_SAME = 0.6
"""The share of pairs of characters from which two texts of one date tell the same."""
_NO_EVENTS = frozenset({FactKind.LIST, FactKind.DEFINITION})


class Events:
    """Lists dated facts. Thread-safe."""

    def __init__(self, snapshot: Snapshot, fits: Fits, finding: Finding) -> None:
        self._snapshot = snapshot
        self._fits = fits
        self._finding = finding

    def of(self, words: str) -> list[Fact]:
        """What happened to whom the words name, or has to do with what they say."""
        question = self._snapshot.understander.understand(words)
        facts = self._finding.about_all(question.entities)
        if not question.entities:
            facts = self._finding.find(words)
        elif question.words:
            share = self._fits.of(question, names=False)
            facts = [fact for fact in facts if share(fact) >= _ENOUGH] or facts
        together = [fact for fact in facts if {*question.entities}.issubset(fact.about)]
        return _told_once(sorted(filter(self._is_event, together or facts), key=lambda fact: fact.when or ""))

    def _is_event(self, fact: Fact) -> bool:
        """Whether it has a date that is more than the day of the report, or somebody spoke."""
        if not fact.when or fact.kind in _NO_EVENTS or fact.attribute in OF_THE_TEXT:
            return False
        article = self._snapshot.articles.get(fact.article)
        return is_quote(fact) or bool(find_dates(fact.zh, None)) or article is None or fact.when != article.published


def _told_once(facts: Iterable[Fact]) -> list[Fact]:
    """Without what tells of a date what another fact has told of it."""
    kept: list[Fact] = []
    for fact in facts:
        of_date = [other for other in reversed(kept) if other.when == fact.when]
        if not any(_same_event(fact, other) for other in of_date):
            kept.append(fact)
    return kept


def _same_event(one: Fact, other: Fact) -> bool:
    if one.attribute and (one.subject, one.attribute, one.value_zh) == (other.subject, other.attribute, other.value_zh):
        return True
    first, second = _pairs(one), _pairs(other)
    return len(first & second) > _SAME * max(min(len(first), len(second)), 1)


def _pairs(fact: Fact) -> frozenset[str]:
    """Its pairs of neighbouring characters; of a quote, those of the words that were said."""
    return frozenset(map("".join, pairwise(filter(str.isalnum, fact.quote or fact.zh))))
