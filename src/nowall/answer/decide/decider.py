"""Decides what becomes of a question: one fact, several, both sides of a claim, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nowall.answer.decide.claims import Claims, sides_wanted
from nowall.answer.decide.confidence import Confidence, answering_words, words_are_right
from nowall.answer.decide.decision import ChosenFact, Decision
from nowall.answer.decide.disagreement import disagreeing
from nowall.answer.decide.sureness import words_suffice
from nowall.answer.decide.timeline import timeline
from nowall.answer.match.matcher import Match
from nowall.answer.question import OF_SEVERAL, Question, QuestionKind
from nowall.answers import Status
from nowall.records import Claim, Fact, FactKind, Origin
from nowall.snapshot import Snapshot

THRESHOLDS = {Origin.CURATED: 0.4, Origin.EXTRACTED: 0.2}
"""The least confidence with which an answer is given, by who wrote the best record. An extracted one is seldom so plain
that one could be surer; with it, two thirds of what readers ask in vain are refused."""
_SEVERAL = 0.9
"""What part of it is enough where several facts are wanted: the best one alone cannot say all that is asked."""
_OPPOSED = 0.5
"""The least confidence where two who are named speak in a claim, or the best facts oppose one another; by hand."""
_TIE = 0.35
"""Facts whose scores are nearer than this cannot be told apart."""
_RELATED = 2.5
"""How far below the best score a fact still belongs to a comparison."""
_WHOLE = 1.5
"""How far below the best score a list still goes before it, where something is asked of each."""
_MOST_COMPARED = 3
_MOST_VOICES = 4
_MOST_NEAREST = 4
_MAY_BE_TWO = frozenset({QuestionKind.WHY, QuestionKind.HOW, QuestionKind.YES_NO})


class Decider:
    """Decides over the matches of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._claims = Claims(snapshot)
        self.confidence = Confidence(snapshot)

    def decide(self, question: Question, matches: Sequence[Match], always: bool = False) -> Decision:
        """The decision; ``always`` takes the best candidate whatever its confidence."""
        claim = self._claims.asked_about(question, matches)
        confidence = self._confidence(question, matches, claim)
        facts = [m for m in matches if isinstance(m.record, Fact)]
        nearest = tuple(_fact(m) for m in facts[:_MOST_NEAREST])
        if not facts or (not always and (question.private or confidence < _enough(question, matches[0]))):
            return Decision(Status.UNKNOWN, confidence, nearest=nearest)
        disagreement = disagreeing(question, matches)
        if disagreement:
            return Decision(Status.CONFLICTING, confidence, disagreement)
        if claim:
            status = Status.ANSWERED if claim.agree else Status.CONFLICTING
            return Decision(status, confidence, self._claims.sides(question, claim, matches))
        words = {m.id: answering_words(m) for m in facts[:1] if words_are_right(m, confidence)}
        shown = self._facts(question, facts)
        dated = question.kind is QuestionKind.TIMELINE and len(shown) > 1
        chosen = tuple(ChosenFact(fact, words=words.get(fact.id), dated=dated) for fact in shown)
        return Decision(Status.ANSWERED, confidence, chosen)

    def is_sure(self, question: Question, matches: Sequence[Match], decision: Decision) -> bool:
        """Whether a decision over matches by words alone can stand without a look by meaning."""
        is_sample = bool(matches) and self.confidence.is_sample(question, matches[0])
        return words_suffice(question, matches, decision, is_sample)

    def _confidence(self, question: Question, matches: Sequence[Match], claim: Claim | None) -> float:
        """That of the best match, or of the claim where it is better; enough where both sides are plainly asked for."""
        best = self.confidence.of(question, matches)
        if claim is None:
            return best
        own = [m for m in matches if m.id == claim.id]
        found = self.confidence.of(question, [*own, *matches]) if own else 0.0
        return max(best, found, _OPPOSED if self._claims.plainly_asked(question, claim, matches) else 0.0)

    def _facts(self, question: Question, matches: Sequence[Match]) -> list[Fact]:
        best = matches[0]
        related = [m for m in matches if best.score - m.score < _RELATED]
        if question.kind is QuestionKind.TIMELINE and not sides_wanted(question):
            return timeline(question, matches)
        if question.one_for_each:
            whole = [_fact(m) for m in related if best.score - m.score < _WHOLE and _fact(m).kind is FactKind.LIST]
            if whole or len(question.entities) > 1:
                return whole[:1] or self._one_for_each(question, matches)
        if sides_wanted(question):
            return _one_of_each_source(map(_fact, related))
        if question.kind is QuestionKind.COMPARE and len(question.entities) > 1:
            return self._compared(question, matches, related)
        tied = [m for m in matches[1:2] if best.score - m.score < _TIE]
        if question.kind in _MAY_BE_TWO and not (question.kinds & {QuestionKind.QUOTE, QuestionKind.LIST}):
            return [_fact(m) for m in (best, *tied)]
        return [_fact(best)]

    def _one_for_each(self, question: Question, matches: Sequence[Match]) -> list[Fact]:
        """The best fact if it speaks of everything that is asked about, else the best for each."""
        best = _fact(matches[0])
        if set(question.entities) <= matches[0].around:
            return [best]
        found = (next((f for f in map(_fact, matches) if f.subject == e), None) for e in question.entities)
        return list({f.id: f for f in found if f}.values()) or [best]

    def _compared(self, question: Question, matches: Sequence[Match], related: Sequence[Match]) -> list[Fact]:
        """Facts that speak of everything that is compared, else the best for each, else the best alone."""
        both = [_fact(m) for m in related if set(question.entities) <= m.around]
        each = (next((f for f in map(_fact, matches) if e in _voices(f)), None) for e in question.entities)
        return both[:_MOST_COMPARED] or list({f.id: f for f in each if f}.values()) or [_fact(matches[0])]


def _enough(question: Question, best: Match) -> float:
    several = best.origin is Origin.CURATED and not OF_SEVERAL.isdisjoint(question.kinds)
    return THRESHOLDS[best.origin] * (_SEVERAL if several else 1.0)


def _fact(match: Match) -> Fact:
    assert isinstance(match.record, Fact)  # noqa: S101  callers have sorted the claims out
    return match.record


def _voices(fact: Fact) -> tuple[str | None, ...]:
    """What a fact is about, and who says it."""
    return (fact.subject, fact.speaker, fact.claimant)


def _one_of_each_source(facts: Iterable[Fact]) -> list[Fact]:
    """What each article says, the most fitting first: where voices are asked for and no editor has made a claim."""
    return list({fact.article: fact for fact in reversed(list(facts))}.values())[::-1][:_MOST_VOICES]
