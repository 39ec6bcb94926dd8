"""Which claim a question is about, and which of its facts speak for the sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import inf

from nowall.answer.decide.decision import ChosenFact
from nowall.answer.match.matcher import Match
from nowall.answer.question import Question, QuestionKind
from nowall.records import Claim, EntityKind, Fact, Side
from nowall.snapshot import Snapshot

_REMEMBERED = 5_000
"""Claims of which is kept what they speak of."""
_LEAD = 0.3
"""How much better than the best fact a claim must match to be shown where nobody asked for disagreement."""
_NEAR = 1.0
"""How far below the best score a claim still answers whether one thing or another is so."""
_REACH = 6
"""Among how many of the best matches facts are looked at whose claims may be what is asked about."""
_FIRST = 3
"""Among how many of the best facts two on different sides tell that both are asked about."""
_MEMBER = 0.5
"""How much less a fact tells of what is asked than the claim itself."""
_FARTHEST = 4.0
"""How far below the best score a claim may be."""
_OPPOSED = 2.0
"""How much it tells that two who are named speak in a claim, or that the best facts are on different sides of it."""
_MOST_ASKED = 4
"""How many facts are shown where disagreement is what is asked for, one of each side first."""
_NAMED = frozenset({EntityKind.PERSON, EntityKind.PUBLICATION, EntityKind.SOURCE, EntityKind.ORGANISATION})
_OWN_NAME = frozenset({EntityKind.PERSON, EntityKind.MODEL, EntityKind.PRODUCT})
_PRINTS = frozenset({EntityKind.PUBLICATION, EntityKind.SOURCE})


class Claims:
    """The claims of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._spoken_of = lru_cache(_REMEMBERED)(self._all_spoken_of)

    def asked_about(self, question: Question, matches: Sequence[Match]) -> Claim | None:
        """The claim to show as a whole, if that is what was asked for."""
        scores = self._scores(question, matches)
        best = max(scores, key=scores.__getitem__, default=None)
        claim = self._snapshot.claims[best] if best else None
        if claim is None or sides_wanted(question) or self.names_voices(question, claim, matches):
            return claim
        if _compares(question) and self.opposes_best(claim, matches):
            return claim
        own = next((m for m in matches if m.id == claim.id), None)
        rival = next((m for m in matches if isinstance(m.record, Fact)), None)
        if own is None or rival is None:
            return None
        return claim if own.score - rival.score >= (-_NEAR if question.either_or else _LEAD) else None

    def _scores(self, question: Question, matches: Sequence[Match]) -> dict[str, float]:
        """How well each claim within reach fits the question, by its id."""
        scores: dict[str, float] = {}
        for place, match in enumerate(matches):
            if isinstance(match.record, Claim):
                scores[match.id] = max(scores.get(match.id, -inf), match.score)
            elif place < _REACH:
                for claim in self._snapshot.claims_of.get(match.id, ()):
                    scores[claim.id] = max(scores.get(claim.id, -inf), match.score - _MEMBER)
        best = matches[0].score if matches else 0.0
        near = [(self._snapshot.claims[i], score) for i, score in scores.items() if best - score < _FARTHEST]
        return {
            c.id: score + _OPPOSED * (self.names_voices(question, c, matches) or self.opposes_best(c, matches))
            for c, score in near
            if self._speaks_of_all(question, c)
        }

    def _speaks_of_all(self, question: Question, claim: Claim) -> bool:
        """Whether nobody and nothing of its own name is asked about that the claim does not speak of."""
        named = {e for e in question.entities if self._snapshot.kind_of(e) in _OWN_NAME}
        return self._spoken_of(claim.id).issuperset(named)

    def _all_spoken_of(self, claim: str) -> frozenset[str]:
        """What a claim or any of its facts speaks of."""
        sides = self._snapshot.claims[claim].sides
        views = self._snapshot.views.many([claim, *(fact for side in sides for fact in side.facts)])
        return frozenset(entity for view in views.values() for entity in view.around)

    def opposes_best(self, claim: Claim, matches: Sequence[Match]) -> bool:
        """Whether the best facts stand on different sides of a claim."""
        best = [m.id for m in matches if isinstance(m.record, Fact)][:_FIRST]
        return not claim.agree and sum(any(fact in side.facts for fact in best) for side in claim.sides) > 1

    def names_voices(self, question: Question, claim: Claim, matches: Sequence[Match]) -> bool:
        """Whether it is asked how two whom the question names stand to one another, and both speak in the claim.

        It is also asked where they contradict each other and the best fact does not speak of both.
        """
        heard = self._heard(question, claim)
        opposed = len({choice.side for choice in heard.values()}) > 1 or claim.subject in question.entities
        if len(heard) < 2 or not opposed:
            return len(heard) > 1 and sides_wanted(question)
        best = next((m for m in matches if isinstance(m.record, Fact)), None)
        return sides_wanted(question) or _compares(question) or (best is not None and not best.around.issuperset(heard))

    def plainly_asked(self, question: Question, claim: Claim, matches: Sequence[Match]) -> bool:
        """Whether both sides are found by what is asked, and nobody is named who takes none."""
        named = {e for e in question.entities if self._snapshot.kind_of(e) == EntityKind.PERSON}
        if question.foreign_names or not named.issubset({claim.subject, *self._heard(question, claim)}):
            return False
        asked = sides_wanted(question) or _compares(question)
        return self.names_voices(question, claim, matches) or (asked and self.opposes_best(claim, matches))

    def sides(self, question: Question, claim: Claim, matches: Sequence[Match]) -> tuple[ChosenFact, ...]:
        """The facts that speak for the sides, one of each first, newest first.

        Two who are named are all that is shown; who is named alone speaks for a side.
        """
        scores = {match.id: match.score for match in matches}
        heard = self._heard(question, claim, scores)
        if len(heard) > 1:
            said = {choice.fact.id: choice for choice in heard.values()}
            return _newest(said.values())
        named = [choice.fact.id for choice in heard.values()]
        chosen = []
        for side in claim.sides:
            facts = self._facts(side)
            facts.sort(key=lambda fact: fact.id not in named)
            chosen.append([ChosenFact(fact, claim, side) for fact in facts])
        first = _newest(facts[0] for facts in chosen)
        more = [facts[place] for place in range(1, max(map(len, chosen))) for facts in chosen if place < len(facts)]
        if question.several_voices or claim.agree:
            return (*first, *more)
        return (*first, *more[: max(_MOST_ASKED - len(first), 0)]) if sides_wanted(question) else first

    def _facts(self, side: Side) -> list[Fact]:
        return list(self._snapshot.facts.many(side.facts).values())

    def _heard(
        self, question: Question, claim: Claim, scores: Mapping[str, float] | None = None
    ) -> dict[str, ChosenFact]:
        """What each whom the question names says in the claim, the best of it where there are ``scores``."""
        wanted = [e for e in question.entities if e != claim.subject and self._snapshot.kind_of(e) in _NAMED]
        heard: dict[str, ChosenFact] = {}
        for side in claim.sides if wanted else ():
            facts = self._facts(side)
            facts.sort(key=lambda fact: -(scores or {}).get(fact.id, -inf))
            for fact in facts:
                for voice in self._voices(fact).intersection(wanted):
                    heard.setdefault(voice, ChosenFact(fact, claim, side))
        return heard

    def _voices(self, fact: Fact) -> frozenset[str]:
        """Who says it, who prints it, and whose report it rests on."""
        article = self._snapshot.articles.get(fact.article)
        prints = [e for e in fact.entities if self._snapshot.kind_of(e) in _PRINTS and e != fact.subject]
        says = [fact.speaker, fact.claimant, article.publisher if article else None]
        return frozenset(filter(None, (*says, *prints)))


def _compares(question: Question) -> bool:
    return question.either_or or QuestionKind.COMPARE in question.kinds


def sides_wanted(question: Question) -> bool:
    """Whether it asks for disagreement, or for what everybody says."""
    return QuestionKind.CONFLICT in question.kinds or question.several_voices


def _newest(chosen: Iterable[ChosenFact]) -> tuple[ChosenFact, ...]:
    return tuple(sorted(chosen, key=lambda choice: choice.fact.when or "", reverse=True))
