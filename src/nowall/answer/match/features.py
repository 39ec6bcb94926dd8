"""What speaks for and against an editor's fact as the answer to a question, as numbers.

Each feature is between about -1 and 1. The weights are learned (``bench/quality/train.py``) and stand in
``weights.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import fuzz

from nowall.answer.match.agreement import DATE, agreement, names_what_is_asked
from nowall.answer.match.likeness import Likeness, of_likeness
from nowall.answer.match.views import FactView, TermWeights, entity_terms
from nowall.answer.question import Question, QuestionKind
from nowall.answer.understand.cues import attributes
from nowall.language.normalise import normalise
from nowall.records import FactKind

_REMEMBERED = 20_000
"""Texts and sample questions whose whole weight is kept."""

NAMES = (
    "ask", "ask_cover", "ask_fuzzy", "text_cover", "text_precision", "all_cover", "source_cover",
    "unknown", "elsewhere", "names", "name_missing", "subject", "hint", "voice", "voice_other",
    "attribute", "attribute_near", "attribute_off", "attribute_hard_off",
    "kind_number", "kind_date", "kind_name", "kind_list", "kind_quote", "kind_definition", "kind_cause",
    "unit", "numbers", "number_missing", "semantic_text", "semantic_ask", "semantic_gap",
)  # fmt: skip


class Features:
    """Computes the features of facts for one question at a time."""

    def __init__(self, weights: TermWeights, kind_of: Callable[[str], str | None]) -> None:
        """``kind_of``: the kind of an entity by its id."""
        self._weights = weights
        self._whole = lru_cache(_REMEMBERED)(weights.total)
        self._kind_of = kind_of

    def of(self, question: Question, view: FactView, likeness: Likeness) -> list[float]:
        """The feature values in the order of `NAMES`."""
        terms = frozenset((*question.words, *entity_terms(question.entities)))
        return [
            *self._of_words(question, terms, view),
            *self._of_names(question, view),
            *_of_attributes(question, view),
            *self._of_kind(question, view),
            *_of_numbers(question, view),
            *of_likeness(likeness),
        ]

    def _of_words(self, question: Question, terms: frozenset[str], view: FactView) -> list[float]:
        total = self._weights.total(terms) or 1.0
        best, best_cover = 0.0, 0.0
        for ask in view.asks:
            shared = self._weights.total(terms & ask.terms)
            cover, precision = shared / total, shared / (self._whole(ask.terms) or 1.0)
            f1 = 2 * cover * precision / (cover + precision) if shared else 0.0
            if f1 > best:
                best, best_cover = f1, cover
        fuzzy = max((fuzz.ratio(question.text, ask.text) for ask in view.asks), default=0.0) / 100
        shared_text = self._weights.total(terms & view.text)
        return [
            best,
            best_cover,
            fuzzy,
            shared_text / total,
            shared_text / (self._whole(view.text) or 1.0),
            self._weights.total(terms & view.everything) / total,
            self._weights.total((terms & view.place_terms) - view.text) / total,
            *self._of_absent_words(question, view),
        ]

    def _of_absent_words(self, question: Question, view: FactView) -> list[float]:
        """The shares of the content words that this fact lacks and no other has, and that others have.

        The first are often another way to say it, the second often another subject matter.
        """
        words = [w for w in question.words if not w.startswith("_")]
        total = self._weights.total(words) or 1.0
        absent = [w for w in words if w not in view.everything]
        unknown = [w for w in absent if self._weights.count(w) <= 1]
        elsewhere = [w for w in absent if self._weights.count(w) > 1]
        return [self._weights.total(unknown) / total, self._weights.total(elsewhere) / total]

    def _of_names(self, question: Question, view: FactView) -> list[float]:
        named = question.entities
        total = self._weights.total(entity_terms(named)) or 1.0
        present = [e for e in named if e in view.around]
        voices = [e for e in named if self._kind_of(e) in ("person", "publication", "source")]
        persons = [e for e in voices if self._kind_of(e) == "person"]
        says = QuestionKind.QUOTE in question.kinds or "opinion" in question.attributes
        silent = bool(persons) and says and not any(p in view.voices or p == view.fact.subject for p in persons)
        return [
            self._weights.total(entity_terms(present)) / total if named else 0.5,
            min(len(named) - len(present), 3) / 3,
            float(view.fact.subject in named),
            sum(h in view.around for h in question.hints) / (len(question.hints) or 1),
            float(any(v in view.voices for v in voices)),
            float(silent),
        ]

    def _of_kind(self, question: Question, view: FactView) -> list[float]:
        """Whether the fact has something of the sort that is asked for, which the question does not have itself."""
        fact, kinds = view.fact, question.kinds
        value = normalise(f"{fact.value_zh or fact.zh} {fact.value_en or ''}")
        number = bool(view.numbers - question.numbers) or fact.kind is FactKind.NUMBER
        return [
            agreement(QuestionKind.HOW_MANY in kinds, number),
            agreement(QuestionKind.WHEN in kinds, bool(DATE.search(value)) or _wants_date(fact.attribute)),
            names_what_is_asked(question, view.about, self._kind_of),
            agreement(QuestionKind.LIST in kinds, fact.kind is FactKind.LIST),
            agreement(QuestionKind.QUOTE in kinds, fact.kind is FactKind.QUOTE or bool(fact.speaker)),
            agreement(question.kind is QuestionKind.WHAT_IS, fact.kind is FactKind.DEFINITION),
            agreement(question.kind is QuestionKind.WHY, fact.attribute == "cause"),
            agreement(bool(question.units), any(unit.search(view.plain) for unit in question.units)),
        ]


def _wants_date(attribute: str | None) -> bool:
    known = attributes().get(attribute or "")
    return known is not None and known.answer_type == "date"


def _of_attributes(question: Question, view: FactView) -> list[float]:
    known = attributes()
    own = view.fact.attribute
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
