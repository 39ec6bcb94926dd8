"""Answers follow-ups about the statement before them with the very records that gave it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from nowall.answer.circumstances import Circumstances
from nowall.answer.decide.decision import ChosenFact, Decision
from nowall.answer.question import Circumstance, Question
from nowall.answer.understand import cues
from nowall.answer.understand.follow_up import EarlierTurn
from nowall.answer.understand.parts import parts_of
from nowall.answer.understand.statements import Asked, asked_of_statement
from nowall.answers import Status
from nowall.records import Claim, Fact, Side
from nowall.snapshot import Snapshot

_CONFIDENCE = 0.95
"""By hand: the record is given, and the question can hardly mean anything else."""
_STAND_IN = {True: "他", False: "he"}
"""What stands for the name of who is known to speak, by whether the question has Chinese around it."""


class Statements:
    """Decides over the statements of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._circumstances = Circumstances(snapshot)

    def decide(
        self, question: Question, turns: Sequence[EarlierTurn], only: Collection[str] | None = None
    ) -> Decision | None:
        """The facts of the latest turn, with what is asked of them; None where none knows it, or nothing is."""
        facts = [fact for fact in turns[-1].facts if only is None or fact.article in only] if turns else []
        if not facts:
            return None
        text, facts = self._without_known_names(question, facts)
        asked = [asked_of_statement(part) for part in parts_of(text)] if facts else []
        wanted = tuple(dict.fromkeys(one.circumstance for one in asked if one))
        if not wanted or not all(asked):
            return None
        meant = [f for f in facts if all(one and self._is_meant(f, one, text, turns[-1]) for one in asked)]
        known = any(self._circumstances.knows(fact, one) for fact in meant for one in wanted)
        return self._decision(meant, wanted) if known else None

    def _without_known_names(self, question: Question, facts: Sequence[Fact]) -> tuple[str, list[Fact]]:
        """The question with pronouns for whom the facts are by or about, and those facts that are by all of them."""
        text = question.text
        mentions = self._snapshot.matcher.find(text, question.original)
        for mention in reversed(mentions):
            stand_in = _STAND_IN[not text.isascii()]
            text = f"{text[: mention.start]} {stand_in} {text[mention.end :]}"
        return text, [fact for fact in facts if all(m.entity in (fact.speaker, fact.claimant) for m in mentions)]

    def _is_meant(self, fact: Fact, asked: Asked, text: str, turn: EarlierTurn) -> bool:
        """Whether what the question says of the statement fits a fact: that it is somebody's, that it responds."""
        if asked.bare and not fact.speaker:
            return False
        told = f"{turn.question.text} {fact.zh} {fact.en or ''} {fact.occasion_zh or ''}".casefold()
        if not all(deed.search(told) for deed in asked.deeds):
            return False
        personal = asked.circumstance in (Circumstance.WHEN, Circumstance.OCCASION) and cues.has("person", text)
        return not personal or self._circumstances.is_said_by_somebody(fact)

    def _decision(self, facts: Sequence[Fact], asked: tuple[Circumstance, ...]) -> Decision:
        claim, sides = self._sides(facts)
        chosen = tuple(ChosenFact(fact, claim, sides.get(fact.id), asked=asked) for fact in facts)
        return Decision(Status.CONFLICTING if claim else Status.ANSWERED, _CONFIDENCE, chosen)

    def _sides(self, facts: Sequence[Fact]) -> tuple[Claim | None, dict[str, Side]]:
        """The claim in which all of several facts take different sides, as the earlier answer showed them."""
        for claim in self._snapshot.claims_of.get(facts[0].id, ()) if len(facts) > 1 else ():
            sides = {fact: side for side in claim.sides for fact in side.facts}
            taken = {sides[fact.id].id for fact in facts if fact.id in sides}
            if not claim.agree and len(taken) > 1 and all(fact.id in sides for fact in facts):
                return claim, sides
        return None, {}
