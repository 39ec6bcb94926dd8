"""Quotes, by speaker and by words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from nowall.answer.question import Question
from nowall.catalogue.finding import Finding
from nowall.catalogue.fit import Fits
from nowall.catalogue.holdings import Holdings, is_quote
from nowall.catalogue.names import Names
from nowall.records import EntityKind, Fact, Origin
from nowall.snapshot import Snapshot

_ENOUGH = 0.5
"""The share of the words' weight that a quote has to say."""
_SHORT, _LONG = 4, 90
"""Characters of words that are remembered."""
_MOST_SPEAKERS = 50


class Quotes:
    """Lists quotes. Thread-safe."""

    def __init__(self, snapshot: Snapshot, holdings: Holdings, names: Names, fits: Fits, finding: Finding) -> None:
        self._snapshot = snapshot
        self._holdings = holdings
        self._names = names
        self._fits = fits
        self._finding = finding

    def said(self, words: str) -> list[Fact]:
        """Of whom the words name, if anybody, and those first that say what else the words say; else the best known."""
        if not words.strip():
            return list(self._best_known)
        question = self._snapshot.understander.understand(words)
        named = question.entities or [entity.id for entity in self._names.begun(words)]
        speakers = [entity for entity in named if self._is_speaker(entity)]
        if not speakers:
            return [] if self._names_a_person(question) else self._saying(question)
        if not question.entities:
            return _best_first(self._holdings.quotes_of(speakers))
        further = replace(question, entities=tuple(e for e in question.entities if e not in speakers))
        return self._of(speakers, further)

    def _names_a_person(self, question: Question) -> bool:
        """Whose silence others' words must not fill."""
        return any(self._snapshot.kind_of(entity) == EntityKind.PERSON for entity in question.entities)

    def _is_speaker(self, entity: str) -> bool:
        return self._holdings.quotes_by_speaker[entity] > 0

    def _of(self, speakers: Sequence[str], further: Question) -> list[Fact]:
        """Those that say some of the further words, the most fitting first; all, where none does."""
        quotes = _best_first(self._holdings.quotes_of(speakers))
        share = self._fits.of(further)
        fitting = [quote for quote in quotes if share(quote) > 0]
        return sorted(fitting, key=share, reverse=True) or quotes

    def _saying(self, question: Question) -> list[Fact]:
        """Anybody's quotes that say what the words say."""
        share = self._fits.of(question)
        pool = [*self._snapshot.corpus.facts, *self._finding.search(question)]
        fitting = [fact for fact in pool if is_quote(fact) and share(fact) >= _ENOUGH]
        return sorted(fitting, key=share, reverse=True)

    @cached_property
    def _best_known(self) -> Sequence[Fact]:
        """The speakers take turns, those of whom most is told first."""
        speakers = [speaker for speaker, _ in self._holdings.quotes_by_speaker.most_common(_MOST_SPEAKERS)]
        by_speaker: dict[str | None, list[Fact]] = defaultdict(list)
        for fact in _best_first(self._holdings.quotes_of(speakers), self._snapshot):
            by_speaker[fact.speaker].append(fact)
        known = sorted(speakers, key=lambda speaker: (-self._holdings.count(speaker), speaker))
        longest = max(map(len, by_speaker.values()), default=0)
        lists = [by_speaker[speaker] for speaker in known]
        return [facts[place] for place in range(longest) for facts in lists if place < len(facts)]


def _best_first(quotes: Sequence[Fact], snapshot: Snapshot | None = None) -> list[Fact]:
    """Those in dispute first, then an editor's, then those that are neither scraps nor speeches; the newest first."""

    def rank(fact: Fact) -> tuple[bool, bool, bool]:
        words = len(fact.quote or fact.zh)
        disputed = snapshot is not None and fact.id in snapshot.claims_of
        return (not disputed, fact.origin is not Origin.CURATED, not _SHORT <= words <= _LONG)

    newest = sorted(sorted(quotes, key=lambda fact: fact.id), key=lambda fact: fact.when or "", reverse=True)
    return sorted(newest, key=rank)
