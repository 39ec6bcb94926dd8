"""Facts as pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nowall.answer.compose import Composer
from nowall.answer.dateline import dateline
from nowall.answer.decide.decision import ChosenFact
from nowall.answers import AnswerFact, FactPage, Language
from nowall.records import Fact


class Pages:
    """Shows facts as answers show them."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def page(
        self, facts: Sequence[Fact], language: Language, start: int, count: int, *, dated: bool = False
    ) -> FactPage:
        """A page of these facts; ``dated`` puts its date before each that gives none."""
        start = min(max(start, 0), len(facts))
        shown = tuple(self._shown(fact, language, dated) for fact in facts[start : start + max(count, 0)])
        return FactPage(shown, self._composer.citations(shown), start, len(facts))

    def _shown(self, fact: Fact, language: Language, dated: bool) -> AnswerFact:
        shown = self._composer.answer_fact(ChosenFact(fact), language)
        return replace(shown, text=dateline(fact.when, shown.text, language)) if dated and fact.when else shown
