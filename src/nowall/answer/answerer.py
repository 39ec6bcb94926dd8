"""The whole answer flow over one snapshot: question ─► understand ─► match ─► decide ─► compose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from nowall.answer.compose import Composer
from nowall.answer.decide.decider import Decider
from nowall.answer.decide.decision import ChosenFact, Decision
from nowall.answer.match.matcher import Match, Matcher
from nowall.answer.question import Question
from nowall.answer.understand import cues
from nowall.answer.understand.follow_up import EarlierTurn, FollowUps
from nowall.answer.understand.parts import parts_of
from nowall.answer.understand.smalltalk import smalltalk
from nowall.answer.understand.understander import without_address
from nowall.answers import Answer, Status, Turn
from nowall.language.normalise import normalise
from nowall.language.script import detect
from nowall.records import Fact
from nowall.semantic.embedder import Embedder
from nowall.snapshot import Snapshot
from nowall.texts import say

_MOST_TURNS = 3
"""How many earlier turns a follow-up can go back."""


class Answerer:
    """Answers questions over one snapshot. Thread-safe; a new snapshot gets a new one."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder | None) -> None:
        """``snapshot`` has an index."""
        self.snapshot = snapshot
        self._understander = snapshot.understander
        self._follow_ups = FollowUps(snapshot)
        self.matcher = Matcher(snapshot, embedder)
        self._decider = Decider(snapshot)
        self.composer = Composer(snapshot)

    def answer(
        self,
        text: str,
        context: Sequence[Turn] = (),
        only: Collection[str] | None = None,
        always: bool = False,
    ) -> Answer:
        """Answer one question after its earlier turns; see `nowall.engine.Engine.ask`."""
        plain = normalise(without_address(text))
        language = detect(without_address(text))
        if not always and (group := smalltalk(plain)):
            return Answer(Status.SMALLTALK, language, say(language, f"smalltalk.{group}"))
        if not always and cues.has("orders", plain):
            return self.composer.refusal(language, 0.0)
        turns = self._earlier(context, only)
        question, decision = self._decide(text, turns, only, always)
        return self.composer.compose(question, decision)

    def understand(self, text: str, context: Sequence[Turn] = ()) -> Question:
        """The understood question, after its earlier turns."""
        return self._follow_ups.resolve(self._understander.understand(text), self._earlier(context, None))

    def candidates(
        self, text: str, context: Sequence[Turn] = (), only: Collection[str] | None = None
    ) -> tuple[Question, list[Match]]:
        """The understood question and its matches, best first: what training, tuning and editors look at."""
        question = self.understand(text, context)
        return question, self.matcher.match(question, only)

    def _earlier(self, context: Sequence[Turn], only: Collection[str] | None) -> list[EarlierTurn]:
        """The latest turns, each understood after the ones before; where the facts are not known, it is answered."""
        turns: list[EarlierTurn] = []
        for turn in context[-_MOST_TURNS:]:
            question = self._follow_ups.resolve(self._understander.understand(turn.question), turns)
            if turn.facts is None:
                matches = self.matcher.match(question, only)
                chosen = self._decider.decide(question, matches, always=True).chosen
                turns.append(EarlierTurn(question, tuple(c.fact for c in chosen)))
            else:
                turns.append(EarlierTurn(question, tuple(self.snapshot.facts.many(turn.facts).values())))
        return turns

    def _decide(
        self, text: str, turns: Sequence[EarlierTurn], only: Collection[str] | None, always: bool
    ) -> tuple[Question, Decision]:
        whole = self._follow_ups.resolve(self._understander.understand(text), turns)
        matches = self.matcher.match(whole, only)
        decision = self._decider.decide(whole, matches, always)
        parts = parts_of(whole.text)
        if len(parts) > 1 and decision.status is not Status.CONFLICTING:
            return whole, self._decide_parts(parts, decision, turns, only, always)
        return whole, decision

    def _decide_parts(
        self,
        parts: Sequence[str],
        decision: Decision,
        turns: Sequence[EarlierTurn],
        only: Collection[str] | None,
        always: bool,
    ) -> Decision:
        """Answer each part; a later one goes on about what the first named. One fact may answer both."""
        decisions = []
        first: Question | None = None
        for part in parts:
            question = self._follow_ups.resolve(self._understander.understand(part), turns)
            if first is not None and not question.entities:
                question = replace(question, entities=first.entities)
            elif first is not None:
                question = question.with_hints(first.entities)
            first = first or question
            decisions.append(self._decider.decide(question, self.matcher.match(question, only), always))
        chosen = [c for d in decisions for c in d.chosen[:1]]
        together: tuple[ChosenFact, ...] = ()
        for choice in chosen:
            if not any(_says(other.fact, choice.fact) for other in together):
                together += (choice,)
        if len(chosen) < len(parts) or not together:
            return decision
        return Decision(Status.ANSWERED, min(d.confidence for d in decisions), together)


def _says(one: Fact, other: Fact) -> bool:
    """Whether a fact already gives what another would add."""
    return one.id == other.id or (other.value_zh is not None and other.value_zh in one.zh)
