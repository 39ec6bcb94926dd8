"""Facts that fit words, as a list: what ``ask`` would answer with comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from nowall.answer.answerer import Answerer
from nowall.answer.decide.decider import Decider
from nowall.answer.match.views import entity_terms
from nowall.answer.question import Question
from nowall.answer.understand.smalltalk import smalltalk
from nowall.catalogue.fit import Fits
from nowall.catalogue.holdings import MOST_LISTED, Holdings, is_quote
from nowall.catalogue.names import Names
from nowall.language.normalise import is_cjk, normalise
from nowall.records import Fact
from nowall.search.index import Query
from nowall.snapshot import Snapshot

_ENOUGH = 0.5
"""The share of the words' weight that a fact says which is listed beside one that answers; by hand."""
_ALONE = 0.65
"""The same where none is sure to answer; by hand."""
_MOST_FOUND = 100
"""Learned facts that are looked at."""
_MOST_COMPLETED = 3
_LEAST_BEGUN = 3
"""Letters of a word that is not a name before facts are looked for that have one like it."""
_FURTHER = 0.2
"""What titles count beside texts where learned facts are found."""


class Finding:
    """Finds facts by words alone: it never embeds anything. Thread-safe."""

    def __init__(self, snapshot: Snapshot, holdings: Holdings, names: Names, fits: Fits) -> None:
        self._snapshot = snapshot
        self._holdings = holdings
        self._names = names
        self._fits = fits

    @cached_property
    def _answerer(self) -> Answerer:
        return Answerer(self._snapshot, None)

    @cached_property
    def _decider(self) -> Decider:
        return Decider(self._snapshot)

    def find(self, words: str) -> list[Fact]:
        """What fits, best first; nothing where nothing comes near."""
        if smalltalk(normalise(words)):
            return []
        question, matches = self._answerer.candidates(words)
        decision = self._decider.decide(question, matches)
        sure = [choice.fact for choice in decision.chosen]
        found = [match.record for match in matches if isinstance(match.record, Fact)]
        if sure and not question.words:
            return _each_once([*sure, *self.about_all(question.entities, _MOST_FOUND)])
        share = self._fits.of(question)
        least = _ENOUGH if sure else _ALONE
        fitting = [f for f in (*found, *self.search(question)) if share(f) >= least] if _says_anything(question) else []
        begun = [] if sure else self._begun(words)
        return _each_once([*sure, *begun, *fitting]) or list(self._with_beginning(words))

    def about_all(self, entities: Sequence[str], most: int = MOST_LISTED) -> list[Fact]:
        """Facts about all of these, then those about any."""
        known = [self._snapshot.entities[e] for e in entities if e in self._snapshot.entities]
        lists = [self._holdings.about(entity, most) for entity in known]
        every = _each_once(fact for facts in lists for fact in facts)
        return sorted(every, key=lambda fact: not {*entities}.issubset(fact.about))

    def search(self, question: Question) -> list[Fact]:
        """Learned facts that have the words or names."""
        if not self._holdings.has_learned:
            return []
        words = dict.fromkeys(question.words, 1.0)
        members = [m for e in question.entities for m in self._snapshot.naming.members(e)]
        terms = {"text": words, "entities": dict.fromkeys(entity_terms(members), 1.0)}
        return self._holdings.learned_facts(Query(terms | {"title": dict.fromkeys(words, _FURTHER)}), _MOST_FOUND)

    def _begun(self, words: str) -> list[Fact]:
        """Facts about whose name the words end with, if it is not written to its end."""
        whole = self._names.begun(words)
        *before, last = words.split() or [""]
        entities = (whole or self._names.begun(last))[:_MOST_COMPLETED]
        facts = _in_turns([self._holdings.about(entity, _MOST_FOUND) for entity in entities])
        if whole or not before:
            return facts
        share = self._fits.of(self._answerer.understand(" ".join(before)))
        return [fact for fact in facts if share(fact) >= _ENOUGH]

    def _with_beginning(self, words: str) -> Iterator[Fact]:
        """The pack's facts that have a word with this beginning."""
        start = normalise(words)
        if len(start) >= _LEAST_BEGUN or (len(start) > 1 and all(map(is_cjk, start))):
            word = start if is_cjk(start[0]) else f" {start}"
            yield from (fact for fact in self._snapshot.corpus.facts if word in self._fits.text(fact))


def _says_anything(question: Question) -> bool:
    return bool(question.words or question.entities)


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    return list({fact.id: fact for fact in facts}.values())


def _in_turns(lists: Sequence[Collection[Fact]]) -> list[Fact]:
    """The first of each list, then the second of each, and so on; quotes of each before what else it has."""
    ordered = [sorted(facts, key=lambda fact: not is_quote(fact)) for facts in lists]
    longest = max(map(len, ordered), default=0)
    return _each_once(facts[place] for place in range(longest) for facts in ordered if place < len(facts))
