"""Decides what becomes of a question: one fact, several, both sides of a claim, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nowall.answer.decide.confidence import Confidence, answering_words, words_are_right
from nowall.answer.decide.decision import ChosenFact, Decision
from nowall.answer.decide.disagreement import disagreeing
from nowall.answer.match.matcher import Match
from nowall.answer.question import Question, QuestionKind
from nowall.answers import Status
from nowall.records import Claim, Fact, FactKind, Origin
from nowall.snapshot import Snapshot

THRESHOLDS = {Origin.CURATED: 0.45, Origin.EXTRACTED: 0.2}
"""The least confidence with which an answer is given, by who wrote the best record. An extracted one is seldom so plain
that one could be surer; with it, two thirds of what readers ask in vain are refused."""
_CLAIM_LEAD = 0.3
"""How much better than the best fact a claim must match to be shown where nobody asked for disagreement."""
_CLAIM_REACH = 6
"""Among how many of the best matches a disagreement is looked for that was asked about."""
_TIE = 0.35
"""Facts whose scores are nearer than this cannot be told apart."""
_RELATED = 2.5
"""How far below the best score a fact still belongs to a timeline or a comparison."""
_WHOLE = 1.5
"""How far below the best score a list still goes before it, where something is asked of each."""
_MOST_EVENTS = 6
_MOST_COMPARED = 3
_MOST_VOICES = 4
_MOST_NEAREST = 4
_DATE = re.compile(r"\d{4} ?年|\d{1,2} ?月")
_MAY_BE_TWO = frozenset({QuestionKind.WHY, QuestionKind.HOW, QuestionKind.YES_NO})


class Decider:
    """Decides over the matches of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.confidence = Confidence(snapshot)

    def decide(self, question: Question, matches: Sequence[Match], always: bool = False) -> Decision:
        """The decision; ``always`` takes the best candidate whatever its confidence."""
        confidence = self.confidence.of(question, matches)
        facts = [m for m in matches if isinstance(m.record, Fact)]
        nearest = tuple(_fact(m) for m in facts[:_MOST_NEAREST])
        if not facts or (not always and (question.private or confidence < THRESHOLDS[matches[0].origin])):
            return Decision(Status.UNKNOWN, confidence, nearest=nearest)
        disagreement = disagreeing(question, matches)
        if disagreement:
            return Decision(Status.CONFLICTING, confidence, disagreement)
        claim = self._claim(question, matches)
        if claim:
            status = Status.ANSWERED if claim.agree else Status.CONFLICTING
            return Decision(status, confidence, self._sides(question, claim))
        words = {m.id: answering_words(m) for m in facts[:1] if words_are_right(m, confidence)}
        chosen = tuple(ChosenFact(fact, words=words.get(fact.id)) for fact in self._facts(question, facts))
        return Decision(Status.ANSWERED, confidence, chosen)

    def _facts(self, question: Question, matches: Sequence[Match]) -> list[Fact]:
        best = matches[0]
        related = [m for m in matches if best.score - m.score < _RELATED]
        if question.one_for_each:
            whole = [_fact(m) for m in related if best.score - m.score < _WHOLE and _fact(m).kind is FactKind.LIST]
            if whole or len(question.entities) > 1:
                return whole[:1] or self._one_for_each(question, matches)
        if QuestionKind.CONFLICT in question.kinds or question.several_voices:
            return _one_of_each_source(map(_fact, related))
        if question.kind is QuestionKind.TIMELINE:
            return _timeline(question.entities, map(_fact, matches), map(_fact, related))
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

    def _claim(self, question: Question, matches: Sequence[Match]) -> Claim | None:
        """The claim to show as a whole, if that is what was asked for."""
        best, second = matches[0], matches[1] if len(matches) > 1 else matches[0]
        if QuestionKind.CONFLICT in question.kinds or question.several_voices:
            claims = (claim for match in matches[:_CLAIM_REACH] for claim in self._claims_at(match))
            return next(claims, None)
        if isinstance(best.record, Claim) and best.score - second.score >= _CLAIM_LEAD:
            return best.record
        return None

    def _claims_at(self, match: Match) -> tuple[Claim, ...]:
        if isinstance(match.record, Claim):
            return (match.record,)
        return self._snapshot.claims_of.get(match.id, ())

    def _sides(self, question: Question, claim: Claim) -> tuple[ChosenFact, ...]:
        """For each side the fact that speaks for it, or all where many voices are wanted; newest first."""
        many = question.several_voices or claim.agree
        chosen = []
        for side in claim.sides:
            facts = list(self._snapshot.facts.many(side.facts).values())
            chosen += [ChosenFact(fact, claim, side) for fact in (facts if many else facts[:1])]
        if not many:
            chosen.sort(key=lambda c: c.fact.when or "", reverse=True)
        return tuple(_round_robin(chosen) if many else chosen)


def _fact(match: Match) -> Fact:
    assert isinstance(match.record, Fact)  # noqa: S101  callers have sorted the claims out
    return match.record


def _voices(fact: Fact) -> tuple[str | None, ...]:
    """What a fact is about, and who says it."""
    return (fact.subject, fact.speaker, fact.claimant)


def _round_robin(chosen: Iterable[ChosenFact]) -> list[ChosenFact]:
    """One of each side, then the next of each: what is cut off at the end leaves no side unheard."""
    seen: dict[str, int] = {}
    ranked = []
    for choice in chosen:
        side = choice.side.id if choice.side else ""
        seen[side] = seen.get(side, -1) + 1
        ranked.append((seen[side], choice))
    return [choice for _, choice in sorted(ranked, key=lambda pair: pair[0])]


def _one_of_each_source(facts: Iterable[Fact]) -> list[Fact]:
    """What each article says, the most fitting first: where voices are asked for and no editor has made a claim."""
    return list({fact.article: fact for fact in reversed(list(facts))}.values())[::-1][:_MOST_VOICES]


def _timeline(named: Iterable[str], all_facts: Iterable[Fact], related: Iterable[Fact]) -> list[Fact]:
    """The related events, with the best of each thing that is named and has none among them, in the order of time."""
    near = list(related)
    chosen, others = _events(near)[:_MOST_EVENTS], _events(all_facts)
    for entity in named:
        if all(entity != event.subject for event in chosen):
            chosen += [event for event in others if event.subject == entity][:1]
    return sorted(chosen, key=lambda f: f.when or "") or near[:1]


def _events(facts: Iterable[Fact]) -> list[Fact]:
    """Facts whose text gives a date, lists left out, one for each date and subject, best first."""
    events: dict[tuple[str, str | None], Fact] = {}
    for fact in facts:
        if fact.when and fact.kind is not FactKind.LIST and _DATE.search(fact.zh):
            events.setdefault((fact.when, fact.subject), fact)
    return list(events.values())
