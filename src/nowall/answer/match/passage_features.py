"""What speaks for and against a learned record as the answer to a question, as numbers.

They are computed for all candidates together, since some of them ask how a record stands to the others: whether its
neighbours in the article, or the rest of the article, have what it lacks. The weights are learned
(``bench/quality/train_extracted.py``) and stand in ``weights.toml``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from nowall.answer.match.agreement import DATE, agreement, names_what_is_asked
from nowall.answer.match.candidates import Candidates
from nowall.answer.match.likeness import of_likeness
from nowall.answer.match.passage_views import PassageView
from nowall.answer.match.views import TermWeights, entity_terms
from nowall.answer.question import Question, QuestionKind
from nowall.answer.span.wanted import Wanted

PASSAGE = (
    "bm25", "text", "words", "title", "article", "article_records", "near", "elsewhere", "names", "hint", "voice",
    "order", "alignment", "focus", "close_focus", "lead_record", "second_record", "late",
    "kind_number", "kind_date", "kind_name", "kind_quote", "unit", "numbers",
    "semantic_text", "semantic_gap",
)  # fmt: skip
_READ = 100
"""Characters of a record that a reader sees at once."""
_MOST_RECORDS = 6
_FOCUS, _CLOSE_FOCUS = 6, 4
"""Letters beside the question word within which a word tells most of what is asked."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of a question with their weights."""

    weight: Mapping[str, float]
    total: float
    words: frozenset[str]
    focus: Mapping[str, float]
    close: Mapping[str, float]

    def share(self, terms: frozenset[str]) -> float:
        return sum(map(self.weight.__getitem__, terms)) / self.total


class PassageFeatures:
    """Computes the features of all candidates for one question at a time."""

    def __init__(self, weights: TermWeights, kind_of: Callable[[str], str | None]) -> None:
        """``kind_of``: the kind of an entity by its id."""
        self._weights = weights
        self._kind_of = kind_of

    def of(self, candidates: Candidates) -> list[list[float]]:
        """The feature values in the order of `PASSAGE`, for each view."""
        question, views, scores = candidates.question, candidates.views, candidates.scores
        terms = self._terms(question, candidates.asked)
        held = [frozenset(term for term in terms.weight if view.has(term)) for view in views]
        best = max((scores.get(view.passage.id, 0.0) for view in views), default=0.0) or 1.0
        together = _together(terms, views, held)
        return [
            [
                scores.get(view.passage.id, 0.0) / best,
                *self._of_words(terms, view, has),
                *context,
                *self._of_names(question, view),
                *_of_wording(question, terms, view),
                *_of_place(view),
                *self._of_kind(question, view),
                *of_likeness(likeness)[::2],
            ]
            for view, has, context, likeness in zip(views, held, together, candidates.likeness_of(), strict=True)
        ]

    def _terms(self, question: Question, wanted: Wanted) -> _Terms:
        weigh = self._weights.weight
        weight = {term: weigh(term) for term in (*question.words, *entity_terms(question.entities))}
        texts = {term: term.removeprefix("_") for term in question.words}
        left, right = wanted.left[-_FOCUS:], wanted.right[:_FOCUS]
        near = {t: weight[t] for t, text in texts.items() if text in left or text in right}
        left, right = wanted.left[-_CLOSE_FOCUS:], wanted.right[:_CLOSE_FOCUS]
        close = {t: w for t, w in near.items() if t[0] != "_" and (t in left or t in right)}
        words = frozenset(term for term in question.words if not term.startswith("_"))
        return _Terms(weight, sum(weight.values()) or 1.0, words, near, close)

    def _of_words(self, terms: _Terms, view: PassageView, has: frozenset[str]) -> list[float]:
        """Shares of the question: in the text, of whole words alone, and in the article's title where not there."""
        whole = sum(terms.weight[word] for word in terms.words) or 1.0
        in_title = frozenset(term for term in terms.weight if term not in has and view.title.has(term))
        return [
            terms.share(has),
            sum(terms.weight[word] for word in terms.words & has) / whole,
            terms.share(in_title),
        ]

    def _of_names(self, question: Question, view: PassageView) -> list[float]:
        named = question.entities
        total = self._weights.total(entity_terms(named)) or 1.0
        present = [entity for entity in named if entity in view.around]
        return [
            self._weights.total(entity_terms(present)) / total if named else 0.5,
            sum(hint in view.around for hint in question.hints) / (len(question.hints) or 1),
            float(any(entity in view.passage.voices for entity in named)),
        ]

    def _of_kind(self, question: Question, view: PassageView) -> list[float]:
        """Whether the record has something of the sort that is asked for, which the question does not have itself."""
        kinds, passage = question.kinds, view.passage
        shared = len(question.numbers & view.numbers)
        return [
            agreement(QuestionKind.HOW_MANY in kinds, bool(view.numbers - question.numbers)),
            agreement(QuestionKind.WHEN in kinds, bool(DATE.search(view.text.plain))),
            names_what_is_asked(question, passage.about, self._kind_of),
            agreement(QuestionKind.QUOTE in kinds, bool(passage.voices)),
            agreement(bool(question.units), any(unit.search(view.text.plain) for unit in question.units)),
            2 * shared / len(question.numbers) - 1 if question.numbers else 0.0,
        ]


def _together(terms: _Terms, views: Sequence[PassageView], held: Sequence[frozenset[str]]) -> list[list[float]]:
    """For each candidate: what its article has of the question, and what its neighbours have that it lacks."""
    of_article: dict[str, frozenset[str]] = defaultdict(frozenset)
    records: dict[str, int] = defaultdict(int)
    at = {(view.passage.article, view.passage.place): has for view, has in zip(views, held, strict=True)}
    for view, has in zip(views, held, strict=True):
        of_article[view.passage.article] |= has
        records[view.passage.article] += 1
    found = []
    for view, has in zip(views, held, strict=True):
        article, place = view.passage.article, view.passage.place
        titled = frozenset(term for term in terms.weight if view.title.has(term))
        beside = at.get((article, place - 1), frozenset()) | at.get((article, place + 1), frozenset())
        elsewhere = terms.words - has
        found.append([
            terms.share(of_article[article] | titled),
            min(records[article], _MOST_RECORDS) / _MOST_RECORDS,
            terms.share(beside - has),
            sum(map(terms.weight.__getitem__, elsewhere)) / terms.total,
        ])  # fmt: skip
    return found


def _of_wording(question: Question, terms: _Terms, view: PassageView) -> list[float]:
    """How much of the question stands in the text in its order, as one piece, and beside what is asked."""
    return [
        LCSseq.similarity(question.text, view.text.plain) / max(len(question.text), 1),
        fuzz.partial_ratio(question.text, view.text.plain) / 100,
        *(_held(part, view) for part in (terms.focus, terms.close)),
    ]


def _held(terms: Mapping[str, float], view: PassageView) -> float:
    return sum(weight for term, weight in terms.items() if view.has(term)) / (sum(terms.values()) or 1.0)


def _of_place(view: PassageView) -> list[float]:
    """The first record is often a headline or a summary; a long one may have its answer where nobody reads on."""
    place = view.passage.place
    return [float(place == 0), float(place == 1), float(len(view.text.plain) > _READ)]
