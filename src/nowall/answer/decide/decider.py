"""Decides what becomes of a question: one fact, several, both sides of a claim, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nowall.answer.decide.evidence import evidence, learned_evidence
from nowall.answer.match.matcher import Match
from nowall.answer.match.ranker import model
from nowall.answer.match.views import END_OF_ASK
from nowall.answer.question import Question, QuestionKind
from nowall.answer.understand.cues import attributes
from nowall.answers import Status
from nowall.records import Claim, EntityKind, Fact, FactKind, Origin, Side
from nowall.snapshot import Snapshot

THRESHOLDS = {Origin.CURATED: 0.45, Origin.EXTRACTED: 0.2}
"""The least confidence with which an answer is given, by who wrote the best record. An extracted one is seldom so plain
that one could be surer; with it, two thirds of what readers ask in vain are refused."""
_FOREIGN = 0.25
"""What a name that no record knows makes of the confidence; by hand, since training questions have none."""
_OTHER_SUBJECT = 0.3
"""What it makes of the confidence when a figure is asked of a name that the best record does not speak of."""
_ASKED = 0.95
"""The least confidence where an editor wrote that the best record answers this very question."""
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
_SUBJECTS = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.MODEL, EntityKind.PRODUCT})
_MAY_BE_TWO = frozenset({QuestionKind.WHY, QuestionKind.HOW, QuestionKind.YES_NO})


@dataclass(frozen=True, slots=True)
class ChosenFact:
    """A fact that the answer shows, with the side that it takes if the answer shows sides."""

    fact: Fact
    claim: Claim | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a question. ``nearest`` are facts to offer where it is refused."""

    status: Status
    confidence: float
    chosen: tuple[ChosenFact, ...] = ()
    nearest: tuple[Fact, ...] = ()


class Decider:
    """Decides over the matches of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def confidence(self, question: Question, matches: Sequence[Match]) -> float:
        """The calibrated probability that the best match is right."""
        if not matches:
            return 0.0
        found = _evidence(question, matches)
        kind = f"{matches[0].origin}_{matches[0].layer}"
        probability = model(f"calibrate_{kind}").probability([model(f"decide_{kind}").score(found)])
        if self._is_sample(question, matches[0]):
            return max(probability, _ASKED)
        if self._is_of_another(question, matches[0]):
            probability *= _OTHER_SUBJECT
        return probability * _FOREIGN ** len(question.foreign_names)

    def _is_sample(self, question: Question, best: Match) -> bool:
        """Whether the question is one of the record's own sample questions, word for word."""
        if best.origin is Origin.EXTRACTED:
            return False
        asked = question.text.rstrip(END_OF_ASK)
        return any(ask.text == asked for ask in self._snapshot.views[best.id].asks)

    def _is_of_another(self, question: Question, best: Match) -> bool:
        """Whether what is asked for belongs to one subject, and the best record is about another."""
        if not any(attributes()[name].hard for name in question.attributes):
            return False
        return any(e not in best.around for e in question.entities if self._snapshot.kind_of(e) in _SUBJECTS)

    def decide(self, question: Question, matches: Sequence[Match], always: bool = False) -> Decision:
        """The decision; ``always`` takes the best candidate whatever its confidence."""
        confidence = self.confidence(question, matches)
        facts = [m for m in matches if isinstance(m.record, Fact)]
        nearest = tuple(_fact(m) for m in facts[:_MOST_NEAREST])
        if not facts or (not always and (question.private or confidence < THRESHOLDS[matches[0].origin])):
            return Decision(Status.UNKNOWN, confidence, nearest=nearest)
        claim = self._claim(question, matches)
        if claim:
            status = Status.ANSWERED if claim.agree else Status.CONFLICTING
            return Decision(status, confidence, self._sides(question, claim))
        return Decision(Status.ANSWERED, confidence, tuple(map(ChosenFact, self._facts(question, facts))))

    def _facts(self, question: Question, matches: Sequence[Match]) -> list[Fact]:
        best = matches[0]
        related = [m for m in matches if best.score - m.score < _RELATED]
        if question.one_for_each:
            whole = [_fact(m) for m in related if best.score - m.score < _WHOLE and _fact(m).kind is FactKind.LIST]
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


def _evidence(question: Question, matches: Sequence[Match]) -> list[float]:
    best = matches[0]
    if best.origin is Origin.EXTRACTED:
        return learned_evidence(question, best.features, best.lead)
    return evidence(question, best.features, best.score, matches[1].score if len(matches) > 1 else 0.0)


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
