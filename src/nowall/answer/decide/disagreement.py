"""Learned records that give different values for the same thing: shown together, though no editor wrote a claim.

Only figures and dates are compared, and only where two articles answer the question about equally well: that names
differ may have a hundred reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowall.answer.decide.confidence import answering_words, words_probability
from nowall.answer.decide.decision import ChosenFact
from nowall.answer.decide.times import of_one_time
from nowall.answer.match.matcher import Match
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.question import Question
from nowall.answer.span.texts import holds, plain
from nowall.records import Claim, Fact, Origin, Side

_REACH = 2.0
"""How far below the best score a record still answers about as well."""
_SURE = 0.35
"""The least probability that both have found the words that answer."""
_SAME_WORDS = 0.15
"""The share of the question that one of them may have and the other not."""
_NEARLY = 0.02
"""Figures that differ by less are one figure, rounded."""
_MOST_SIDES = 3
_TEXT = PASSAGE.index("text")
_BARE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Value:
    """What a record gives: a number with its unit, or a date."""

    unit: str
    low: float = 0.0
    high: float = 0.0
    date: str = ""

    def contradicts(self, other: _Value) -> bool:
        if self.unit != other.unit:
            return False
        if self.date:
            return not (self.date.startswith(other.date) or other.date.startswith(self.date))
        near = _NEARLY * max(abs(self.high), abs(other.high))
        return self.low > other.high + near or other.low > self.high + near


@dataclass(frozen=True, slots=True)
class _Given:
    """A fact with the words that answer, and the value that they give."""

    fact: Fact
    words: str
    value: _Value


def disagreeing(question: Question, matches: Sequence[Match]) -> tuple[ChosenFact, ...]:
    """The facts that give different answers, one of each, newest first; none where the best stands alone."""
    best = matches[0]
    if best.origin is not Origin.EXTRACTED or not question.wants_value:
        return ()
    sides: list[_Given] = []
    for match in _as_good(best, matches):
        given = _given(match)
        if given and all(_is_another(given, side) for side in sides):
            sides.append(given)
        if not sides or sides[0].fact.id != best.id:
            return ()
    return _claimed(question, sides[:_MOST_SIDES]) if len(sides) > 1 else ()


def _as_good(best: Match, matches: Sequence[Match]) -> Iterator[Match]:
    """The records that answer about as well as the best one, and say the same but for the value."""
    for match in matches:
        if best.score - match.score < _REACH and match.origin is Origin.EXTRACTED:
            alike = best.features[_TEXT] - match.features[_TEXT] < _SAME_WORDS
            if alike and words_probability(match, 0.5) > _SURE:
                yield match


def _given(match: Match) -> _Given | None:
    words = answering_words(match)
    if not words or not isinstance(match.record, Fact):
        return None
    value = _value(words, match.record)
    return _Given(match.record, words, value) if value else None


def _is_another(one: _Given, two: _Given) -> bool:
    """Whether it gives another value than a side does, in another article, and neither has the other's value too."""
    if one.fact.article == two.fact.article or not one.value.contradicts(two.value):
        return False
    if holds(plain(two.fact.zh), plain(one.words)) or holds(plain(one.fact.zh), plain(two.words)):
        return False
    return bool(one.value.date) or of_one_time(one.fact.zh, two.fact.zh)


def _value(words: str, fact: Fact) -> _Value | None:
    """The one value that the words give."""
    from nowall.learn.extract.dates import find_dates  # noqa: PLC0415  their patterns take 60 ms, few need them
    from nowall.learn.extract.quantities import find_quantities  # noqa: PLC0415

    dates = [found.iso for found in find_dates(words, fact.when)]
    if len(dates) == 1:
        return _Value("date", date=dates[0])
    figures = find_quantities(words)
    if len(figures) == 1:
        figure = figures[0]
        return _Value(f"{figure.kind} {figure.unit}", figure.value, figure.high or figure.value)
    bare = _BARE.fullmatch(words)
    number = float(words.replace(",", "")) if bare else 0.0
    return _Value("", number, number) if bare else None


def _claimed(question: Question, given: Sequence[_Given]) -> tuple[ChosenFact, ...]:
    """The sides, as if an editor had made a claim of them."""
    sides = tuple(Side(one.fact.id, one.words, one.words, (one.fact.id,)) for one in given)
    claim = Claim(f"asked/{given[0].fact.id}", question.original, question.original, sides)
    chosen = [ChosenFact(one.fact, claim, side) for one, side in zip(given, sides, strict=True)]
    return tuple(sorted(chosen, key=lambda choice: choice.fact.when or "", reverse=True))
