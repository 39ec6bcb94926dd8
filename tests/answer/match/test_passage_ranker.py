"""The order of learned records: by words, and where that is a close call by meaning too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.answer.match.likeness import Likeness
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.match.passage_ranker import LOOKED_AT, PassageRanker, RankedPassage, shipped
from nowall.answer.match.ranker import LinearModel
from nowall.semantic.embedder import Vectors
from nowall.semantic.meaning import Meaning
from nowall.snapshot import Snapshot
from tests.answer.match.conftest import FACTS, IDS
from tests.semantic.random_embedder import RandomEmbedder

QUESTION = "海港集团投资多少亿元？"
TEXTS = {fact.id: fact.zh for fact in FACTS}
SCORES = {identifier: float(len(IDS) - n) for n, identifier in enumerate(IDS)}
"""Of the index: the records in their order."""


class FixedEmbedder:
    """Gives some texts these cosines with every question, and all others none."""

    name = "fixed"
    dimensions = 2

    def __init__(self, alike: Mapping[str, float]) -> None:
        """``alike``: cosines by the id of the record."""
        self._alike = {TEXTS[identifier]: cosine for identifier, cosine in alike.items()}
        self.texts: list[str] = []
        """What it was asked to embed."""

    def question(self, text: str) -> Vectors:
        """The same vector for any question."""
        return np.array([1, 0], dtype=np.float32)

    def records(self, texts: Sequence[str]) -> Vectors:
        """A vector at the angle of the cosine."""
        self.texts += texts
        cosines = [self._alike.get(text, 0.0) for text in texts]
        return np.array([[cosine, (1 - cosine**2) ** 0.5] for cosine in cosines], dtype=np.float32)


def line(**weights: float) -> LinearModel:
    """A model in which these features alone count."""
    return LinearModel(PASSAGE, tuple(weights.get(name, 0.0) for name in PASSAGE), 0.0)


def ranked(
    harbour: Snapshot,
    ids: Collection[str] = IDS,
    models: Mapping[str, LinearModel] | None = None,
    embedder: FixedEmbedder | RandomEmbedder | None = None,
    *,
    text: str = QUESTION,
    likeness: Mapping[str, Likeness] | None = None,
) -> list[RankedPassage]:
    ranker = PassageRanker(harbour, models.__getitem__ if models else shipped, Meaning(embedder) if embedder else None)
    question = harbour.understander.understand(text)
    return ranker.rank(ranker.candidates(question, ids, SCORES if models else {}, likeness or {}))


def order(found: Sequence[RankedPassage]) -> list[str]:
    return [one.view.passage.id for one in found]


CLOSE = {"lexical": line(bm25=0.1), "semantic": line(semantic_text=1.0)}
"""By words all are about as good, in the order of the index; by meaning alone the embedder decides."""
CLEAR = {**CLOSE, "lexical": line(bm25=9.0)}


def test_no_candidates_are_no_ranking(harbour: Snapshot) -> None:
    for embedder in (None, FixedEmbedder({})):
        assert ranked(harbour, [], embedder=embedder) == ranked(harbour, ["nothing"], embedder=embedder) == []


@pytest.mark.parametrize("embedder", [None, RandomEmbedder()])
def test_every_candidate_is_ranked_once_best_first(harbour: Snapshot, embedder: RandomEmbedder | None) -> None:
    found = ranked(harbour, embedder=embedder)
    assert sorted(order(found)) == sorted(IDS)
    assert [one.place_score for one in found] == sorted((one.place_score for one in found), reverse=True)


@pytest.mark.parametrize("embedder", [None, RandomEmbedder()])
def test_features_are_those_that_the_models_know(harbour: Snapshot, embedder: RandomEmbedder | None) -> None:
    assert {len(one.features) for one in ranked(harbour, embedder=embedder)} == {len(PASSAGE)}


def test_order_is_that_of_the_model(harbour: Snapshot) -> None:
    assert order(ranked(harbour, models={"lexical": line(bm25=1.0)})) == list(IDS)
    assert order(ranked(harbour, models={"lexical": line(bm25=-1.0)})) == list(reversed(IDS))


def test_close_call_is_decided_by_meaning(harbour: Snapshot) -> None:
    found = ranked(harbour, models=CLOSE, embedder=FixedEmbedder({"a3": 0.9, "b0": 0.8}))
    assert order(found)[:2] == ["a3", "b0"]
    assert {one.layer for one in found} == {"lexical"}


def test_close_call_without_a_model_stays_with_words(harbour: Snapshot) -> None:
    found = ranked(harbour, models=CLOSE)
    assert order(found) == list(IDS)
    assert {one.layer for one in found} == {"lexical"}


def test_clear_lead_asks_nothing_of_meaning(harbour: Snapshot) -> None:
    embedder = FixedEmbedder({"c2": 1.0})
    found = ranked(harbour, models=CLEAR, embedder=embedder)
    assert (order(found), embedder.texts) == (list(IDS), [])
    assert {one.layer for one in found} == {"lexical"}


def test_record_alone_is_no_close_call(harbour: Snapshot) -> None:
    embedder = FixedEmbedder({})
    assert order(ranked(harbour, ["a1"], CLOSE, embedder)) == ["a1"]
    assert embedder.texts == []


def test_records_with_vectors_are_not_embedded_again(harbour: Snapshot) -> None:
    embedder = FixedEmbedder({"c2": 1.0})
    found = ranked(harbour, models=CLOSE, embedder=embedder, likeness={"a2": Likeness(0.9, 0.0, 0.9)})
    assert embedder.texts == []
    assert {one.layer for one in found} == {"semantic"}


def test_best_few_by_words_are_looked_at_alone(harbour: Snapshot) -> None:
    embedder = FixedEmbedder({IDS[-1]: 1.0})
    found = ranked(harbour, models=CLOSE, embedder=embedder)
    assert embedder.texts == [TEXTS[identifier] for identifier in IDS[:LOOKED_AT]]
    assert order(found)[LOOKED_AT:] == list(IDS[LOOKED_AT:])


def test_second_look_only_changes_places(harbour: Snapshot) -> None:
    before = ranked(harbour, models=CLOSE)
    after = ranked(harbour, models=CLOSE, embedder=FixedEmbedder({"a1": 0.8, "a2": 0.9}))
    own = {one.view.passage.id: (one.features, one.score, one.layer) for one in before}
    assert order(after)[:2] == ["a2", "a1"]
    assert {one.view.passage.id: (one.features, one.score, one.layer) for one in after} == own
    assert [one.place_score for one in after] == [one.place_score for one in before]


def test_place_is_the_own_score_without_a_second_look(harbour: Snapshot) -> None:
    assert all(one.place_score == one.score for one in ranked(harbour, models=CLEAR))


def test_models_are_those_of_the_layer(harbour: Snapshot) -> None:
    asked = []

    def of(layer: str) -> LinearModel:
        asked.append(layer)
        return shipped(layer)

    ranker = PassageRanker(harbour, of)
    question = harbour.understander.understand(QUESTION)
    for likeness in ({}, {"a0": Likeness(0.9, 0.0, 0.9)}):
        ranker.rank(ranker.candidates(question, IDS, {}, likeness))
    assert asked == ["lexical", "semantic"]


@pytest.mark.parametrize("layer", ["lexical", "semantic"])
def test_shipped_models_are_of_the_features(layer: str) -> None:
    assert shipped(layer).names == PASSAGE


def test_record_with_the_figure_is_the_best_for_a_question_of_it(harbour: Snapshot) -> None:
    assert order(ranked(harbour))[0] in {"a1", "b0"}


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60), st.lists(st.sampled_from(IDS), unique=True), st.booleans())
def test_any_question_ranks_all(harbour: Snapshot, text: str, ids: list[str], by_meaning: bool) -> None:
    found = ranked(harbour, ids, text=text, embedder=RandomEmbedder() if by_meaning else None)
    assert sorted(order(found)) == sorted(ids)
