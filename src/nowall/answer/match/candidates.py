"""The learned records that are looked at for one question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from nowall.answer.match.likeness import Likeness, typical
from nowall.answer.match.passage_views import PassageView
from nowall.answer.question import Question
from nowall.answer.span.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Candidates:
    """Learned records that may answer a question."""

    question: Question
    asked: Wanted
    views: tuple[PassageView, ...]
    scores: Mapping[str, float]
    """Of the index, by id."""
    likeness: Mapping[str, Likeness]
    """Of those that have a vector, by id."""

    @property
    def layer(self) -> str:
        """Whether they can be compared by meaning."""
        return "semantic" if any(view.passage.id in self.likeness for view in self.views) else "lexical"

    def likeness_of(self) -> list[Likeness]:
        """The likeness of each view; where one has no vector, what is typical of the others."""
        known = [self.likeness.get(view.passage.id) for view in self.views]
        other = typical([likeness for likeness in known if likeness])
        return [likeness or other for likeness in known]

    def without(self, articles: Collection[str]) -> Candidates:
        """The same, as if these articles had never been learned."""
        return replace(self, views=tuple(view for view in self.views if view.passage.article not in articles))
