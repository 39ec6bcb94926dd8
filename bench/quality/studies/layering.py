"""The layers of an answer, one after the other: how each finds its best record, and what that takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from bench.quality.comparison.sets import Asked, Unit
from bench.quality.studies.homes import OpenHome, has_meaning, without_misspellings, without_vectors
from bench.quality.studies.page import tracked
from nowall.answer.answerer import Answerer
from nowall.answers import Turn
from nowall.records import Fact

INDEX, BY_WORDS, CLOSE, WORDS, MISSPELT, MEANING = (
    "the index alone", "by words", "meaning at close calls", "exact words", "misspelt names", "meaning",
)  # fmt: skip
_WORDS = {"semantic": False}
_HITS = 10
"""The first fact of the shipped corpus is among so many hits: before it there may be claims."""

Find = Callable[[Answerer, Asked], str | None]
"""The id of the record that comes first, None where nothing is found."""


@dataclass(frozen=True)
class Layer:
    """How far a question goes; ``options`` are those of `OpenHome.answering`."""

    name: str
    find: Find
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reached:
    """What came of a set with one layer and those before it: for each question whether it is right, and its time."""

    set: str
    layer: str
    right: tuple[bool, ...]
    ms: tuple[float, ...]
    """Milliseconds of CPU of the thread that answers."""


def learned_layers(home: OpenHome) -> list[Layer]:
    """Those of learned records: until the best one is known, without deciding about it."""
    layers = [Layer(INDEX, _of_index, _WORDS), Layer(BY_WORDS, _ranked, _WORDS)]
    if has_meaning():
        layers.append(Layer(CLOSE, _ranked, {"semantic": True, "seen_as": without_vectors}))
    return [*layers, *_with_vectors(home, _ranked)]


def editors_layers(home: OpenHome) -> list[Layer]:
    """Those of the shipped corpus: after the index the whole answer."""
    layers = [
        Layer(INDEX, _of_index, _WORDS),
        Layer(WORDS, _answered, {"semantic": False, "seen_as": without_misspellings}),
        Layer(MISSPELT, _answered, _WORDS),
    ]
    return [*layers, *_with_vectors(home, _answered)]


def _with_vectors(home: OpenHome, find: Find) -> list[Layer]:
    return [Layer(MEANING, find, {"semantic": True})] if home.has_vectors else []


def measure(
    name: str, home: OpenHome, layer: Layer, asked: Collection[Asked], unit_of: Callable[[Fact], Unit]
) -> Reached:
    """Ask all questions, in a process that has answered some and remembers nothing of these."""
    right, ms = [], []
    with home.answering(**layer.options) as answerer:
        for question in list(asked)[-1:]:
            layer.find(answerer, question)  # what is loaded with the first question is not its time
        for question in tracked(f"{name}: {layer.name}", asked):
            begun = time.thread_time()
            found = layer.find(answerer, question)
            ms.append((time.thread_time() - begun) * 1000)
            fact = answerer.snapshot.facts.get(found) if found else None
            right.append(fact is not None and question.is_right(unit_of(fact)))
    return Reached(name, layer.name, tuple(right), tuple(ms))


def _of_index(answerer: Answerer, asked: Asked) -> str | None:
    """The best hit of the query that matching puts to the index."""
    question = answerer.understand(asked.text, _turns(asked))
    query = answerer.matcher._query(question)  # noqa: SLF001  the very same query, of which nobody else wants to know
    assert answerer.snapshot.index is not None
    hits = (hit.id for hit in answerer.snapshot.index.search(query, _HITS, asked.only))
    return next((hit for hit in hits if hit in answerer.snapshot.facts), None)


def _ranked(answerer: Answerer, asked: Asked) -> str | None:
    candidates = answerer.matcher.learned_candidates(answerer.understand(asked.text, _turns(asked)), asked.only)
    ranked = answerer.matcher.passages.rank(candidates)
    return ranked[0].view.passage.id if ranked else None


def _answered(answerer: Answerer, asked: Asked) -> str | None:
    answer = answerer.answer(asked.text, _turns(asked), asked.only, always=True)
    return answer.facts[0].id if answer.facts else None


def _turns(asked: Asked) -> list[Turn]:
    return [Turn(turn) for turn in asked.earlier]
