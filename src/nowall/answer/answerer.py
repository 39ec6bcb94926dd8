"""The whole answer flow over one snapshot: question ─► understand ─► match ─► decide ─► compose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from nowall.answer.compose import Composer
from nowall.answer.decide.decider import Decider
from nowall.answer.decide.decision import ChosenFact, Decision
from nowall.answer.decide.statements import Statements
from nowall.answer.match.matcher import Match, Matcher
from nowall.answer.question import Question, QuestionKind
from nowall.answer.understand import cues
from nowall.answer.understand.follow_up import EarlierTurn, FollowUps
from nowall.answer.understand.parts import parts_of
from nowall.answer.understand.smalltalk import smalltalk
from nowall.answer.understand.understander import blanked, without_address
from nowall.answers import Answer, Language, Status, Turn
from nowall.language.normalise import normalise
from nowall.language.script import detect, spoken_in
from nowall.records import Fact
from nowall.semantic.embedder import Embedder
from nowall.snapshot import Snapshot
from nowall.texts import say

_REMEMBERED = 1_000
"""How many answers are remembered, a few kilobytes each."""
_MOST_TURNS = 3
"""How many earlier turns a follow-up can go back."""


_OF_EACH = 0.33
"""The least confidence for each of several things that are named side by side: that both are found tells as much."""


class Answerer:
    """Answers questions over one snapshot. Thread-safe; a new snapshot gets a new one."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder | None) -> None:
        """``snapshot`` has an index."""
        self.snapshot = snapshot
        self._understander = snapshot.understander
        self._follow_ups = FollowUps(snapshot)
        self.matcher = Matcher(snapshot, embedder)
        self._decider = Decider(snapshot)
        self._statements = Statements(snapshot)
        self.composer = Composer(snapshot)
        self._remembered = lru_cache(_REMEMBERED)(self._answer)
        self._spoken = lru_cache(_REMEMBERED)(self._spoken_in)

    def answer(
        self,
        text: str,
        context: Sequence[Turn] = (),
        only: Collection[str] | None = None,
        always: bool = False,
        language: Language | None = None,
    ) -> Answer:
        """Answer one question after its earlier turns; see `nowall.engine.Engine.ask`. Else in its own language.

        Groups ask the same again and again: the latest answers are remembered.
        """
        articles = None if only is None else frozenset(only)
        return self._remembered(text, tuple(context[-_MOST_TURNS:]), articles, always, language)

    def _answer(
        self,
        text: str,
        context: Sequence[Turn],
        only: Collection[str] | None,
        always: bool,
        language: Language | None,
    ) -> Answer:
        plain = normalise(without_address(text))
        language = language or detect(without_address(text))
        if not always and (group := smalltalk(plain)):
            return Answer(Status.SMALLTALK, language, say(language, f"smalltalk.{group}"))
        if not always and cues.has("orders", plain):
            return self.composer.refusal(language, 0.0)
        turns = self._earlier(context, only)
        question, decision = self._decide(text, turns, only, always)
        return self.composer.compose(question, decision, language)

    def spoken_in(self, text: str, client: Language) -> Language:
        """The language to answer a question in, whose asker's device speaks ``client``."""
        return self._spoken(text, client)

    def _spoken_in(self, text: str, client: Language) -> Language:
        plain = without_address(text)
        normal = normalise(plain)
        return spoken_in(plain, client, blanked(normal, self.snapshot.matcher.find(normal, plain)))

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
                about = self._statements.decide(question, turns, only)
                chosen = (about or self._settle(question, only, always=True)).chosen
                turns.append(EarlierTurn(question, tuple(c.fact for c in chosen)))
            else:
                turns.append(EarlierTurn(question, tuple(self.snapshot.facts.many(turn.facts).values())))
        return turns

    def _decide(
        self, text: str, turns: Sequence[EarlierTurn], only: Collection[str] | None, always: bool
    ) -> tuple[Question, Decision]:
        whole = self._follow_ups.resolve(self._understander.understand(text), turns)
        if about := self._statements.decide(whole, turns, only):
            return whole, about
        decision = self._settle(whole, only, always)
        if whole.of_each and decision.status is not Status.CONFLICTING and not self._speaks_of_all(whole, decision):
            return whole, self._decide_each(whole, decision, only)
        parts = parts_of(whole.text)
        if len(parts) > 1 and decision.status is not Status.CONFLICTING:
            return whole, self._decide_parts(parts, decision, turns, only, always)
        return whole, decision

    def _settle(self, question: Question, only: Collection[str] | None, always: bool) -> Decision:
        """Decide by words, and where these are not sure by meaning too."""
        decision = Decision(Status.UNKNOWN, 0.0)
        for matches in self.matcher.looks(question, only):
            decision = self._decider.decide(question, matches, always)
            if self._decider.is_sure(question, matches, decision):
                break
        return decision

    def _speaks_of_all(self, whole: Question, decision: Decision) -> bool:
        """Whether the facts of a decision speak, together, of everything that the question names."""
        views = self.snapshot.views.many([choice.fact.id for choice in decision.chosen])
        spoken_of = {entity for view in views.values() for entity in view.around}
        return bool(decision.chosen) and spoken_of.issuperset(whole.entities)

    def _decide_each(self, whole: Question, decision: Decision, only: Collection[str] | None) -> Decision:
        """The best fact for each of the things that are named side by side, if there is one for at least two."""
        found: dict[str, ChosenFact] = {}
        confidence, dated = 1.0, QuestionKind.TIMELINE in whole.kinds
        for text in whole.of_each:
            question = self._understander.understand(text).of_one()
            each = self._settle(question, only, always=True)
            if each.confidence > _OF_EACH and self._speaks_of_all(question, each):
                found.setdefault(each.chosen[0].fact.id, replace(each.chosen[0], dated=dated))
                confidence = min(confidence, each.confidence)
        if len(found) < 2:
            return decision
        chosen = tuple(found.values())
        if dated:
            chosen = tuple(sorted(chosen, key=lambda choice: choice.fact.when or ""))
        return Decision(Status.ANSWERED, max(confidence, decision.confidence), chosen)

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
            decisions.append(self._settle(question, only, always))
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
