"""What speaks for and against a learned record as the answer to a question, as numbers.

They are computed for all candidates together, since some of them ask how a record stands to the others: whether its
neighbours in the article, or the rest of the article, have what it lacks. The weights are learned
(``bench/quality/train_extracted.py``) and stand in ``weights.toml``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from nowall.answer.match.agreement import DATE, agreement, names_what_is_asked
from nowall.answer.match.candidates import Candidates
from nowall.answer.match.likeness import of_likeness
from nowall.answer.match.passage_views import PassageView, SearchedText
from nowall.answer.match.views import TermWeights, entity_terms
from nowall.answer.question import Question, QuestionKind
from nowall.answer.span.wanted import Wanted

PASSAGE = (
    "bm25", "text", "words", "title", "article", "article_records", "near", "elsewhere", "names", "hint", "voice",
    "order", "focus", "close_focus", "lead_record", "second_record", "late",
    "kind_number", "kind_date", "kind_name", "kind_quote", "unit", "numbers",
    "semantic_text", "semantic_gap",
)  # fmt: skip
OF_MEANING = PASSAGE[-2:]
_READ = 100
"""Characters of a record that a reader sees at once."""
_MOST_RECORDS = 6
_FOCUS, _CLOSE_FOCUS = 6, 4
"""Letters beside the question word within which a word tells most of what is asked."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of a question with their weights, and what each is looked for as."""

    weight: Mapping[str, float]
    total: float
    words: frozenset[str]
    focus: Mapping[str, float]
    close: Mapping[str, float]
    chinese: Sequence[tuple[str, str]]
    """Terms of Chinese characters, each with these characters."""
    latin: frozenset[str]
    entities: frozenset[str]
    """Terms of the entities that are named."""
    named: Mapping[str, float]
    """These entities, with their weights."""

    def in_text(self, text: SearchedText) -> frozenset[str]:
        """The words and pairs of characters that a text has."""
        plain = text.plain
        return self.latin & text.latin | {term for term, characters in self.chinese if characters in plain}

    def in_passage(self, view: PassageView) -> frozenset[str]:
        """All terms that a record has."""
        found = self.in_text(view.text)
        return found.union(self.entities.intersection(entity_terms(view.passage.about))) if self.entities else found

    def share(self, terms: Iterable[str]) -> float:
        """How much of the question these terms are."""
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
        held = [terms.in_passage(view) for view in views]
        best = max((scores.get(view.passage.id, 0.0) for view in views), default=0.0) or 1.0
        together = _together(terms, views, held)
        return [
            [
                scores.get(view.passage.id, 0.0) / best,
                *context,
                *_of_names(question, terms, view),
                *_of_wording(question, terms, view, has),
                *_of_place(view),
                *self._of_kind(question, view),
                *of_likeness(likeness)[::2],
            ]
            for view, has, context, likeness in zip(views, held, together, candidates.likeness_of(), strict=True)
        ]

    def _terms(self, question: Question, wanted: Wanted) -> _Terms:
        weigh = self._weights.weight
        entities = entity_terms(question.entities)
        weight = {term: weigh(term) for term in (*question.words, *entities)}
        texts = {term: term.removeprefix("_") for term in question.words}
        return _Terms(
            weight=weight,
            total=sum(weight.values()) or 1.0,
            words=frozenset(term for term in question.words if not term.startswith("_")),
            focus=_beside_gap(weight, texts, wanted, _FOCUS),
            close=_beside_gap(weight, {t: text for t, text in texts.items() if t == text}, wanted, _CLOSE_FOCUS),
            chinese=[(term, text) for term, text in texts.items() if not text.isascii()],
            latin=frozenset(term for term, text in texts.items() if text.isascii()),
            entities=frozenset(entities),
            named={entity: weight[term] for entity, term in zip(question.entities, entities, strict=True)},
        )

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


def _beside_gap(
    weight: Mapping[str, float], texts: Mapping[str, str], wanted: Wanted, letters: int
) -> dict[str, float]:
    """The terms that stand within so many letters of the question word."""
    left, right = wanted.left[-letters:], wanted.right[:letters]
    return {term: weight[term] for term, text in texts.items() if text in left or text in right}


def _together(terms: _Terms, views: Sequence[PassageView], held: Sequence[frozenset[str]]) -> list[list[float]]:
    """For each candidate: what it has of the question, what title, article and neighbours add, and what it lacks."""
    of_article: dict[str, frozenset[str]] = {}
    titled: dict[str, frozenset[str]] = {}
    records: dict[str, int] = defaultdict(int)
    at: dict[tuple[str, int], frozenset[str]] = {}
    for view, has in zip(views, held, strict=True):
        article = view.passage.article
        if article not in titled:
            titled[article] = of_article[article] = terms.in_text(view.title)
        of_article[article] |= has
        records[article] += 1
        at[article, view.passage.place] = has
    whole = sum(terms.weight[word] for word in terms.words)
    nothing: frozenset[str] = frozenset()
    found = []
    for view, has in zip(views, held, strict=True):
        article, place = view.passage.article, view.passage.place
        beside = at.get((article, place - 1), nothing) | at.get((article, place + 1), nothing)
        words = sum(terms.weight[word] for word in terms.words & has)
        found.append([
            terms.share(has),
            words / (whole or 1.0),
            terms.share(titled[article] - has),
            terms.share(of_article[article]),
            min(records[article], _MOST_RECORDS) / _MOST_RECORDS,
            terms.share(beside - has),
            (whole - words) / terms.total,
        ])  # fmt: skip
    return found


def _of_names(question: Question, terms: _Terms, view: PassageView) -> list[float]:
    """Which of the names the record has, how many hints, and whether one of them says it."""
    present = sum(weight for entity, weight in terms.named.items() if entity in view.around)
    return [
        present / (sum(terms.named.values()) or 1.0) if terms.named else 0.5,
        sum(hint in view.around for hint in question.hints) / (len(question.hints) or 1),
        float(any(entity in view.passage.voices for entity in terms.named)),
    ]


def _of_wording(question: Question, terms: _Terms, view: PassageView, has: frozenset[str]) -> list[float]:
    """How much of the question stands in the text in its order, and how much of what is beside what is asked."""
    return [
        LCSseq.similarity(question.text, view.text.plain) / max(len(question.text), 1),
        *(_held(part, has) for part in (terms.focus, terms.close)),
    ]


def _held(terms: Mapping[str, float], has: frozenset[str]) -> float:
    return sum(terms[term] for term in terms.keys() & has) / (sum(terms.values()) or 1.0)


def _of_place(view: PassageView) -> list[float]:
    """The first record is often a headline or a summary; a long one may have its answer where nobody reads on."""
    place = view.passage.place
    return [float(place == 0), float(place == 1), float(len(view.text.plain) > _READ)]
