"""Two looks at learned records: the order, and the words that answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.answer.match.likeness import Likeness
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.match.passage_ranker import (
    LOOK,
    LOOKED_AT,
    SECOND,
    PassageModels,
    PassageRanker,
    RankedPassage,
    answering_words,
    looks,
    shipped,
)
from nowall.answer.match.ranker import LinearModel
from nowall.answer.span.finder import FoundSpan, SpanModel
from nowall.snapshot import Snapshot
from tests.answer.match.conftest import FACTS, IDS

QUESTION = "海港集团投资多少亿元？"


def line(names: tuple[str, ...], **weights: float) -> LinearModel:
    """A model in which these features alone count."""
    return LinearModel(names, tuple(weights.get(name, 0.0) for name in names), 0.0)


def models(first: Mapping[str, float], second: Mapping[str, float], **span: float) -> PassageModels:
    return PassageModels(
        line(PASSAGE, **first), line(SECOND, **second), SpanModel({"begin": {}, "end": {}, "span": span})
    )


def ranked(
    harbour: Snapshot,
    ids: Collection[str] = IDS,
    chosen: PassageModels | None = None,
    text: str = QUESTION,
    scores: Mapping[str, float] | None = None,
) -> list[RankedPassage]:
    ranker = PassageRanker(harbour, lambda layer: chosen or shipped(layer))
    question = harbour.understander.understand(text)
    return ranker.rank(ranker.candidates(question, ids, scores or {}, {}))


def order(found: list[RankedPassage]) -> list[str]:
    return [one.view.passage.id for one in found]


SCORES = {identifier: float(len(IDS) - n) for n, identifier in enumerate(IDS)}
"""Of the index: the records in their order."""


def test_no_candidates_are_no_ranking(harbour: Snapshot) -> None:
    assert ranked(harbour, []) == []
    assert ranked(harbour, ["nothing"]) == []


def test_every_candidate_is_ranked_once_best_first(harbour: Snapshot) -> None:
    found = ranked(harbour)
    assert sorted(order(found)) == sorted(IDS)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_features_are_those_of_the_second_look(harbour: Snapshot) -> None:
    assert {len(one.features) for one in ranked(harbour)} == {len(SECOND)}


def test_best_few_get_the_second_look_alone(harbour: Snapshot) -> None:
    found = ranked(harbour)
    assert [one.span is not None for one in found] == [True] * LOOKED_AT + [False] * (len(IDS) - LOOKED_AT)
    assert all(one.features[-len(LOOK) :] == (0.0,) * len(LOOK) for one in found[LOOKED_AT:])


def test_first_look_chooses_and_the_second_orders(harbour: Snapshot) -> None:
    found = ranked(harbour, chosen=models({"bm25": 1.0}, {"bm25": -1.0}), scores=SCORES)
    assert order(found) == [*reversed(IDS[:LOOKED_AT]), *IDS[LOOKED_AT:]]


def test_the_rest_stay_below_those_looked_at_as_far_as_before(harbour: Snapshot) -> None:
    found = ranked(harbour, chosen=models({"bm25": 9.0}, {"bm25": -1.0}), scores=SCORES)
    below = [one.score for one in found[LOOKED_AT - 1 :]]
    assert [one - other for one, other in pairwise(below)] == pytest.approx([1.0] * 4)


def test_words_of_the_type_that_is_wanted_answer(harbour: Snapshot) -> None:
    found = ranked(harbour, ["a1", "b0"], models({}, {}, is_organisation=5.0))
    assert {answering_words(one.view, one.span) for one in found} == {"海港集团"}


def test_records_of_other_articles_that_have_the_words_agree(harbour: Snapshot) -> None:
    found = ranked(harbour, ["a1", "b0", "c0"], models({}, {"agreeing": 1.0}, has_number=9.0))
    views = [one.view for one in found]
    span = {one.view.passage.id: place(one.view.text.plain, "5亿元") for one in found}
    agreeing = [row[LOOK.index("agreeing")] for row in looks(views, [span[i] for i in order(found)])]
    counts = dict(zip(order(found), agreeing, strict=True))
    assert counts["a1"] == counts["b0"] == pytest.approx(1 / LOOKED_AT)


def test_figure_within_a_longer_one_does_not_agree(harbour: Snapshot) -> None:
    [one, other] = ranked(harbour, ["a1", "c0"], models({}, {}))
    spans = [
        place(view.text.plain, "5亿元" if "15亿元" not in view.text.plain else "15亿元")
        for view in (one.view, other.view)
    ]
    assert [row[LOOK.index("agreeing")] for row in looks([one.view, other.view], spans)] == [0, 0]


def test_records_of_the_same_article_do_not_agree(harbour: Snapshot) -> None:
    found = ranked(harbour, ["a0", "a1"], models({}, {}))
    spans = [place(one.view.text.plain, "三号码头") for one in found]
    assert [row[LOOK.index("agreeing")] for row in looks([one.view for one in found], spans)] == [0, 0]


def test_looks_tell_how_far_a_span_is_behind_the_best(harbour: Snapshot) -> None:
    [one, other] = [one.view for one in ranked(harbour, ["a0", "a1"], models({}, {}))]
    found = [FoundSpan(0, 1, 4.0, 5.0, 0.4, 1.0), FoundSpan(0, 1, 9.0, 9.5, 0.6, 0.5)]
    rows = [dict(zip(LOOK, row, strict=True)) for row in looks([one, other], found)]
    assert rows[0]["answer_lead"] == pytest.approx(-1.0)
    assert rows[0]["answer_mass_lead"] == pytest.approx(-0.9)
    assert (rows[1]["answer_lead"], rows[1]["answer_mass_lead"]) == (0, 0)
    assert rows[1]["answer_probability"] == 0.6


def place(text: str, words: str) -> FoundSpan:
    """These words of a text as the span that was found."""
    start = text.index(words)
    return FoundSpan(start, start + len(words), 1.0, 1.0, 1.0, 0.0)


def test_nothing_found_has_no_words(harbour: Snapshot) -> None:
    [one] = ranked(harbour, ["a0"], models({}, {}))
    assert answering_words(one.view, None) == ""
    assert answering_words(one.view, FoundSpan(0, 0, 0, 0, 0, 0)) == ""


def test_models_are_those_of_the_layer(harbour: Snapshot) -> None:
    asked = []

    def of(layer: str) -> PassageModels:
        asked.append(layer)
        return shipped(layer)

    ranker = PassageRanker(harbour, of)
    question = harbour.understander.understand(QUESTION)
    for likeness in ({}, {"a0": Likeness(0.9, 0.0, 0.9)}):
        ranker.rank(ranker.candidates(question, IDS, {}, likeness))
    assert asked == ["lexical", "semantic"]


@pytest.mark.parametrize("layer", ["lexical", "semantic"])
def test_shipped_models_are_of_the_features(layer: str) -> None:
    assert (shipped(layer).first.names, shipped(layer).second.names) == (PASSAGE, SECOND)


def test_record_with_the_figure_is_the_best_for_a_question_of_it(harbour: Snapshot) -> None:
    assert order(ranked(harbour))[0] in {"a1", "b0"}


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=60), ids=st.lists(st.sampled_from(IDS), unique=True))
def test_any_question_ranks_all_and_finds_words_inside_the_records(
    harbour: Snapshot, text: str, ids: list[str]
) -> None:
    found = ranked(harbour, ids, text=text)
    texts = {fact.id: fact.zh for fact in FACTS}
    assert sorted(order(found)) == sorted(ids)
    for one in found:
        span = one.span
        assert span is None or 0 <= span.start <= span.end <= len(texts[one.view.passage.id])
