"""What speaks for and against an editor's fact as the answer to a question, as numbers.

Each feature is between about -1 and 1. The weights are learned (``bench/quality/train.py``) and stand in
``weights.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from nowall.answer.match.agreement import names_what_is_asked
from nowall.answer.match.likeness import Likeness, of_likeness
from nowall.answer.match.views import FactView, TermWeights, entity_terms
from nowall.answer.question import Question, QuestionKind
from nowall.answer.understand.cues import attributes
from nowall.records import FactKind

_REMEMBERED = 20_000
"""Texts and sample questions whose whole weight is kept."""
_CAN_SAY = frozenset({"person", "publication", "source"})

NAMES = (
    "ask", "ask_cover", "ask_fuzzy", "text_cover", "text_precision", "all_cover", "source_cover",
    "unknown", "elsewhere", "names", "name_missing", "subject", "hint", "voice", "voice_other",
    "attribute", "attribute_near", "attribute_off", "attribute_hard_off",
    "kind_number", "kind_date", "kind_name", "kind_list", "kind_quote", "kind_definition", "kind_cause",
    "unit", "numbers", "number_missing", "semantic_text", "semantic_ask", "semantic_gap",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of a question with their weights; its content words by whether more than one record has them."""

    text: str
    weight: Mapping[str, float]
    total: float
    rare: Sequence[tuple[str, float]]
    known: Sequence[tuple[str, float]]
    of_words: float


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a question with their weights, and which of them can say something."""

    weight: Mapping[str, float]
    total: float
    hints: Sequence[str]
    voices: Sequence[str]
    silent_without: Sequence[str]
    """The people whose own words or views are asked for."""


def _terms(question: Question, weights: TermWeights) -> _Terms:
    weight = {term: weights.weight(term) for term in (*question.words, *entity_terms(question.entities))}
    words = [(word, weight[word]) for word in question.words if not word.startswith("_")]
    return _Terms(
        text=question.text,
        weight=weight,
        total=sum(weight.values()) or 1.0,
        rare=[(word, each) for word, each in words if weights.count(word) <= 1],
        known=[(word, each) for word, each in words if weights.count(word) > 1],
        of_words=sum(each for _, each in words) or 1.0,
    )


class Features:
    """Computes the features of facts for one question at a time."""

    def __init__(self, weights: TermWeights, kind_of: Callable[[str], str | None]) -> None:
        """``kind_of``: the kind of an entity by its id."""
        self._weights = weights
        self._kind_of = kind_of
        self._whole = lru_cache(_REMEMBERED)(weights.total)

    def of(self, question: Question, view: FactView, likeness: Likeness) -> list[float]:
        """The feature values in the order of `NAMES`."""
        return self.for_question(question)(view, likeness)

    def for_question(self, question: Question) -> Callable[[FactView, Likeness], list[float]]:
        """What gives the feature values of each fact for this question: its own part is worked out once."""
        terms, names, sorts = _terms(question, self._weights), self._names(question), self._sorts(question)

        @cache
        def of_attribute(own: str | None) -> list[float]:
            return _of_attribute(question, own)

        def of(view: FactView, likeness: Likeness) -> list[float]:
            return [
                *self._of_asks(terms, view),
                *self._of_words(terms, view),
                *_of_names(names, view),
                *of_attribute(view.fact.attribute),
                *[0.0 if gives is None else gives(view) for gives in sorts],
                *_of_numbers(question, view),
                *of_likeness(likeness),
            ]

        return of

    def _of_asks(self, terms: _Terms, view: FactView) -> list[float]:
        """How near the nearest sample question is: both ways, how much of the question it has, letter by letter."""
        shares, asks_with, whole = [0.0] * len(view.asks), view.asks_with, self._whole
        for term, weight in terms.weight.items():
            if term in asks_with:
                for place in asks_with[term]:
                    shares[place] += weight
        best, best_cover = 0.0, 0.0
        for share, ask in zip(shares, view.asks, strict=True):
            if share and (f1 := 2 * share / (terms.total + (whole(ask.terms) or 1.0))) > best:
                best, best_cover = f1, share / terms.total
        nearest = process.extractOne(terms.text, view.ask_texts, scorer=fuzz.ratio)
        return [best, best_cover, nearest[1] / 100 if nearest else 0.0]

    def _of_words(self, terms: _Terms, view: FactView) -> list[float]:
        """The shares of the question that stand in the text, anywhere, in the article's title alone; and nowhere.

        Content words that no other fact has either are often another way to say it, those that others have another
        subject matter.
        """
        text, everything, place_terms = view.text, view.everything, view.place_terms
        in_text = in_all = in_title = 0.0
        for term, weight in terms.weight.items():
            if term in text:
                in_text += weight
            elif term in place_terms:
                in_title += weight
            if term in everything:
                in_all += weight
        unknown = sum([weight for word, weight in terms.rare if word not in everything])
        elsewhere = sum([weight for word, weight in terms.known if word not in everything])
        return [
            in_text / terms.total,
            in_text / (self._whole(view.text) or 1.0),
            in_all / terms.total,
            in_title / terms.total,
            unknown / terms.of_words,
            elsewhere / terms.of_words,
        ]

    def _names(self, question: Question) -> _Names:
        kinds = {entity: self._kind_of(entity) for entity in question.entities}
        says = QuestionKind.QUOTE in question.kinds or "opinion" in question.attributes
        weight = {entity: self._weights.weight(term) for entity, term in zip(kinds, entity_terms(kinds), strict=True)}
        return _Names(
            weight=weight,
            total=sum(weight.values()) or 1.0,
            hints=question.hints,
            voices=[entity for entity, kind in kinds.items() if kind in _CAN_SAY],
            silent_without=[entity for entity, kind in kinds.items() if kind == "person"] if says else (),
        )

    def _sorts(self, question: Question) -> list[Callable[[FactView], float] | None]:
        """For each sort of thing how well a fact gives it; None where nothing of the sort is asked for.

        What the question has itself is nothing that a fact gives.
        """
        kinds, numbers, units = question.kinds, question.numbers, question.units
        asked: list[tuple[bool, Callable[[FactView], float]]] = [
            (QuestionKind.HOW_MANY in kinds, lambda v: _for(v.fact.kind is FactKind.NUMBER or v.numbers - numbers)),
            (QuestionKind.WHEN in kinds, lambda v: _for(v.gives_date or _wants_date(v.fact.attribute))),
            (question.name_of is not None, lambda v: names_what_is_asked(question, v.about, self._kind_of)),
            (QuestionKind.LIST in kinds, lambda v: _for(v.fact.kind is FactKind.LIST)),
            (QuestionKind.QUOTE in kinds, lambda v: _for(v.fact.kind is FactKind.QUOTE or v.fact.speaker)),
            (question.kind is QuestionKind.WHAT_IS, lambda v: _for(v.fact.kind is FactKind.DEFINITION)),
            (question.kind is QuestionKind.WHY, lambda v: _for(v.fact.attribute == "cause")),
            (bool(units), lambda v: _for(any(unit.search(v.plain) for unit in units))),
        ]
        return [gives if wanted else None for wanted, gives in asked]


def _for(given: object) -> float:
    """What speaks for a fact where it gives what is asked for, and against it where not."""
    return 1.0 if given else -1.0


def _of_names(names: _Names, view: FactView) -> list[float]:
    """Which of the names the fact has, whether it is about one of them, and whether one of them says it."""
    subject, around, voices = view.fact.subject, view.around, view.voices
    present = [weight for entity, weight in names.weight.items() if entity in around]
    silent = bool(names.silent_without) and subject not in names.silent_without
    silent = silent and voices.isdisjoint(names.silent_without)
    return [
        sum(present) / names.total if names.weight else 0.5,
        min(len(names.weight) - len(present), 3) / 3,
        float(subject in names.weight),
        sum(hint in around for hint in names.hints) / (len(names.hints) or 1),
        float(not voices.isdisjoint(names.voices)),
        float(silent),
    ]


def _wants_date(attribute: str | None) -> bool:
    known = attributes().get(attribute or "")
    return known is not None and known.answer_type == "date"


def _of_attribute(question: Question, own: str | None) -> list[float]:
    known = attributes()
    wanted = [known[name] for name in question.attributes]
    if not wanted or not own:
        return [0.0, 0.0, 0.0, 0.0]
    same = any(a.id == own for a in wanted)
    near = any(own in a.near or a.id in known[own].near for a in wanted if own in known)
    hard_off = any(a.hard and a.id != own and own not in a.near for a in wanted)
    return [float(same), float(near and not same), float(not near and not same), float(hard_off)]


def _of_numbers(question: Question, view: FactView) -> list[float]:
    if not question.numbers:
        return [0.0, 0.0]
    shared = len(question.numbers & view.numbers) / len(question.numbers)
    return [shared, 1 - shared]
