"""What speaks for and against an editor's fact as the answer to a question, as numbers.

Each feature is between about -1 and 1. The weights are learned (``bench/quality/train.py``) and stand in
``weights.toml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import chain

import numpy as np
from rapidfuzz import fuzz, process

from nowall.answer.match.agreement import names_what_is_asked
from nowall.answer.match.likeness import Likeness, of_likeness
from nowall.answer.match.numbered import Numbering, Shares
from nowall.answer.match.views import FactView, TermWeights, entity_terms
from nowall.answer.question import Question, QuestionKind
from nowall.answer.understand.cues import attributes
from nowall.records import FactKind

_REMEMBERED = 256
"""Sets of attributes that are asked for together, each kept with how all others compare."""
_CAN_SAY = frozenset({"person", "publication", "source"})

NAMES = (
    "ask", "ask_cover", "ask_fuzzy", "text_cover", "text_precision", "all_cover", "source_cover",
    "unknown", "elsewhere", "names", "name_missing", "subject", "hint", "voice", "voice_other",
    "attribute", "attribute_near", "attribute_off", "attribute_hard_off",
    "kind_number", "kind_date", "kind_name", "kind_list", "kind_quote", "kind_definition", "kind_cause",
    "unit", "numbers", "number_missing", "semantic_text", "semantic_ask", "semantic_gap",
)  # fmt: skip

Column = Sequence[float]
"""One feature of all facts."""
_ALL, _RARE, _KNOWN, _NAMED = range(4)
"""How the terms of a question are weighted: all by what they tell, its words of one kind alone, each name by one."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of a question with their weights; its content words by whether more than one record has them."""

    weight: Mapping[str, float]
    rare: Mapping[str, float]
    known: Mapping[str, float]
    named: Mapping[str, float]
    """One for each name."""
    total: float
    of_words: float
    of_names: float


def _terms(question: Question, weights: TermWeights) -> _Terms:
    names = entity_terms(question.entities)
    weight = {term: weights.weight(term) for term in (*question.words, *names)}
    words = {word: times * weight[word] for word, times in Counter(question.words).items() if not word.startswith("_")}
    rare = {word: each for word, each in words.items() if weights.count(word) <= 1}
    return _Terms(
        weight=weight,
        rare=rare,
        known={word: each for word, each in words.items() if word not in rare},
        named=dict.fromkeys(names, 1.0),
        total=sum(weight.values()) or 1.0,
        of_words=sum(words.values()) or 1.0,
        of_names=sum(weight[name] for name in set(names)) or 1.0,
    )


class Features:
    """Computes the features of facts for one question at a time. Thread-safe."""

    def __init__(self, weights: TermWeights, kind_of: Callable[[str], str | None]) -> None:
        """``kind_of``: the kind of an entity by its id."""
        self._weights = weights
        self._kind_of = kind_of
        self._numbering = Numbering(weights)

    def of(
        self, question: Question, views: Sequence[FactView], likenesses: Sequence[Likeness]
    ) -> list[tuple[float, ...]]:
        """The feature values of each fact, in the order of `NAMES`."""
        if not views:
            return []
        terms = _terms(question, self._weights)
        shares = self._numbering.shares(views, [terms.weight, terms.rare, terms.known, terms.named])
        columns = chain(
            _of_asks(question, terms, shares, views),
            _of_words(terms, shares),
            self._of_names(question, terms, shares, views),
            _of_attributes(question, views),
            self._of_sorts(question, views),
            _of_numbers(question, views),
            zip(*map(of_likeness, likenesses), strict=True),
        )
        return list(zip(*columns, strict=True))

    def _of_names(
        self, question: Question, terms: _Terms, shares: Shares, views: Sequence[FactView]
    ) -> Iterator[Column]:
        """Which of the names a fact has, whether it is about one of them, and whether one of them says it."""
        kinds = {entity: self._kind_of(entity) for entity in question.entities}
        people = {entity for entity, kind in kinds.items() if kind == "person"}
        voices = {entity for entity, kind in kinds.items() if kind in _CAN_SAY}
        says = QuestionKind.QUOTE in question.kinds or "opinion" in question.attributes
        around, hints = [view.around for view in views], question.hints
        yield (shares.around[_ALL] / terms.of_names).tolist() if kinds else [0.5] * len(views)
        yield (np.minimum(len(kinds) - shares.around[_NAMED], 3) / 3).tolist()
        yield [float(view.fact.subject in kinds) for view in views]
        yield [sum(hint in each for hint in hints) / len(hints) for each in around] if hints else [0.0] * len(views)
        yield [float(not view.voices.isdisjoint(voices)) for view in views]
        silent = says and bool(people)
        yield [float(silent and people.isdisjoint((view.fact.subject, *view.voices))) for view in views]

    def _of_sorts(self, question: Question, views: Sequence[FactView]) -> Iterator[Column]:
        """For each sort of thing how well a fact gives it; nothing where nothing of the sort is asked for.

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
        nothing = [0.0] * len(views)
        return (list(map(gives, views)) if wanted else nothing for wanted, gives in asked)


def _of_asks(question: Question, terms: _Terms, shares: Shares, views: Sequence[FactView]) -> Iterator[Column]:
    """How near the nearest sample question is: both ways, how much of the question it has, letter by letter."""
    f1 = 2 * shares.asks / (terms.total + shares.ask_totals)
    best = shares.best_of_asks(f1)
    cover = np.where(f1 == shares.of_asks(best), shares.asks, 0.0) / terms.total
    texts = list(chain.from_iterable([("", *view.ask_texts) for view in views]))
    near = process.cdist([question.text], texts, scorer=fuzz.ratio, dtype=np.float64)[0] / 100
    yield best.tolist()
    yield shares.best_of_asks(cover).tolist()
    yield shares.best_of_asks(near).tolist()


def _of_words(terms: _Terms, shares: Shares) -> Iterator[Column]:
    """The shares of the question that stand in the text, anywhere, in the article's title alone; and nowhere.

    Content words that no other fact has either are often another way to say it, those that others have another
    subject matter.
    """
    unknown = sum(terms.rare.values()) - shares.everything[_RARE]
    elsewhere = sum(terms.known.values()) - shares.everything[_KNOWN]
    yield (shares.text[_ALL] / terms.total).tolist()
    yield (shares.text[_ALL] / shares.text_totals).tolist()
    yield (shares.everything[_ALL] / terms.total).tolist()
    yield (shares.title[_ALL] / terms.total).tolist()
    yield (unknown / terms.of_words).tolist()
    yield (elsewhere / terms.of_words).tolist()


def _for(given: object) -> float:
    """What speaks for a fact where it gives what is asked for, and against it where not."""
    return 1.0 if given else -1.0


def _wants_date(attribute: str | None) -> bool:
    known = attributes().get(attribute or "")
    return known is not None and known.answer_type == "date"


def _of_attributes(question: Question, views: Sequence[FactView]) -> Iterator[Column]:
    return zip(*map(_comparing(question.attributes), [view.fact.attribute for view in views]), strict=True)


@lru_cache(_REMEMBERED)
def _comparing(asked: frozenset[str]) -> Callable[[str | None], tuple[float, ...]]:
    """What compares the attribute of a fact with those that are asked for, each once."""
    return cache(partial(_of_attribute, asked))


def _of_attribute(asked: frozenset[str], own: str | None) -> tuple[float, ...]:
    known = attributes()
    wanted = [known[name] for name in asked]
    if not wanted or not own:
        return (0.0, 0.0, 0.0, 0.0)
    same = any(a.id == own for a in wanted)
    near = any(own in a.near or a.id in known[own].near for a in wanted if own in known)
    hard_off = any(a.hard and a.id != own and own not in a.near for a in wanted)
    return (float(same), float(near and not same), float(not near and not same), float(hard_off))


def _of_numbers(question: Question, views: Sequence[FactView]) -> Iterator[Column]:
    asked = question.numbers
    yield [len(asked & view.numbers) / len(asked) for view in views] if asked else [0.0] * len(views)
    yield [len(asked - view.numbers) / len(asked) for view in views] if asked else [0.0] * len(views)
