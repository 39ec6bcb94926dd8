"""The events that a timeline shows, in the order of time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nowall.answer.match.matcher import Match
from nowall.answer.question import Question
from nowall.records import Fact, FactKind

_RELATED = 2.5
"""How far below the best score a fact still belongs to a timeline."""
_FEW = 4
"""With fewer events than this, those are taken too that match less but are of what is asked about."""
_FARTHEST = 5.0
_WHOLE = 1.5
"""How far below the best score a list that tells the whole course still goes before it."""
_MOST = 6
_DATE = re.compile(r"\d{4} ?年|\d{1,2} ?月")
OF_THE_TEXT = frozenset({"publication_date", "author"})
"""What is said of the article itself, and is no event that it tells."""


def timeline(question: Question, matches: Sequence[Match]) -> list[Fact]:
    """One event for each date and subject, the best for it; ``matches`` are of facts, best first."""
    best = matches[0]
    whole = next((m for m in matches if best.score - m.score < _WHOLE and _is_all(question, m, best)), None)
    if whole:
        return [_fact(whole)]
    events = _events(question, matches)
    near = [event for event, lag in events if lag < _RELATED]
    asked = [event for event in near if event.attribute in question.attributes]
    chosen = (asked if len(asked) > 1 else near)[:_MOST]
    if len(chosen) < _FEW:
        more = [e for e, lag in events if lag < _FARTHEST and e not in chosen and _is_about(question, e)]
        chosen += more[: _FEW - len(chosen)]
    for entity in question.entities:
        if all(entity not in event.about for event in chosen):
            chosen += [event for event, _ in events if event.subject == entity][:1]
    return sorted(chosen, key=lambda f: f.when or "") or [_fact(best)]


def _is_all(question: Question, match: Match, best: Match) -> bool:
    """Whether the record tells the whole course itself: with its dates, or as the best answer to what is asked."""
    fact = _fact(match)
    if fact.kind is not FactKind.LIST:
        return False
    return len(set(_DATE.findall(fact.zh))) > 1 or (match is best and fact.attribute in question.attributes)


def _is_about(question: Question, fact: Fact) -> bool:
    return not question.entities or any(e in fact.about for e in question.entities)


def _events(question: Question, matches: Sequence[Match]) -> list[tuple[Fact, float]]:
    """What happened at some time, lists left out, best first, with how far it is below the best score."""
    events: dict[tuple[str, str | None], tuple[Fact, float]] = {}
    for match in matches:
        fact = _fact(match)
        if fact.when and fact.kind is not FactKind.LIST and _is_event(question, fact):
            events.setdefault((fact.when, fact.subject), (fact, matches[0].score - match.score))
    return list(events.values())


def _is_event(question: Question, fact: Fact) -> bool:
    """Whether its text gives a date, or it is of the sort that is asked for, or somebody says it who is named."""
    if fact.attribute in question.attributes:
        return True
    if fact.attribute in OF_THE_TEXT:
        return False
    return bool(_DATE.search(fact.zh)) or any(e in (fact.speaker, fact.claimant) for e in question.entities)


def _fact(match: Match) -> Fact:
    assert isinstance(match.record, Fact)  # noqa: S101  callers have sorted the claims out
    return match.record
