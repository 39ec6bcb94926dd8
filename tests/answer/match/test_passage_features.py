"""What speaks for and against a learned record: within bounds, and the right way round."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.answer.match.likeness import Likeness
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.match.passage_ranker import PassageRanker
from nowall.snapshot import Snapshot
from tests.answer.match.conftest import IDS


def features(
    harbour: Snapshot,
    text: str,
    ids: Collection[str] = IDS,
    scores: Mapping[str, float] | None = None,
    likeness: Mapping[str, Likeness] | None = None,
) -> dict[str, dict[str, float]]:
    """The features of each record for a question, by name, where these are the candidates."""
    ranker = PassageRanker(harbour)
    found = ranker.candidates(harbour.understander.understand(text), ids, scores or {}, likeness or {})
    rows = ranker.features.of(found)
    return {view.passage.id: dict(zip(PASSAGE, row, strict=True)) for view, row in zip(found.views, rows, strict=True)}


@pytest.mark.parametrize(
    ("feature", "text", "right", "wrong"),
    [
        ("text", "起重机什么时候到港", "a3", "a1"),
        ("words", "起重机什么时候到港", "a3", "a1"),
        ("title", "三号码头开工", "a3", "b0"),
        ("article", "起重机换成电动", "a0", "b0"),
        ("article_records", "起重机", "a0", "b0"),
        ("near", "起重机什么时候到港", "a2", "a0"),
        ("elsewhere", "起重机什么时候到港", "c0", "a3"),
        ("names", "海港集团投资", "a1", "a3"),
        ("names", "海港集团怎么说", "a2", "a3"),
        ("voice", "林梅怎么说", "a2", "a1"),
        ("order", "计划投资扩建", "a1", "a2"),
        ("focus", "起重机将换成什么", "a2", "a1"),
        ("close_focus", "起重机将换成什么", "a2", "a1"),
        ("lead_record", "海港", "a0", "a1"),
        ("second_record", "海港", "a1", "a0"),
        ("kind_number", "投资多少亿元", "b0", "a0"),
        ("kind_date", "起重机什么时候到港", "a3", "a2"),
        ("kind_name", "海港集团的谁说的", "a2", "a3"),
        ("kind_quote", "林梅的原话怎么说", "a2", "a1"),
        ("unit", "投资多少钱", "a1", "a2"),
        ("numbers", "投资5亿元的是谁", "a1", "a2"),
    ],
)
def test_feature_tells_the_right_record_from_another(
    harbour: Snapshot, feature: str, text: str, right: str, wrong: str
) -> None:
    found = features(harbour, text)
    assert found[right][feature] > found[wrong][feature]


def test_record_in_the_other_script_has_the_same_words(harbour: Snapshot) -> None:
    found = features(harbour, "海港集团将投资")
    assert [found["b0"]["text"], found["b0"]["words"]] == pytest.approx([1, 1])


def test_best_score_of_the_index_is_one(harbour: Snapshot) -> None:
    found = features(harbour, "码头", scores={"a0": 4.0, "a1": 8.0})
    assert [found[i]["bm25"] for i in ("a0", "a1", "a2")] == [0.5, 1.0, 0.0]


def test_scores_of_nothing_are_nothing(harbour: Snapshot) -> None:
    assert {found["bm25"] for found in features(harbour, "码头").values()} == {0.0}


def test_article_has_what_its_records_have_together(harbour: Snapshot) -> None:
    found = features(harbour, "投资起重机到港")
    assert found["a0"]["article"] == found["a3"]["article"] > found["a3"]["text"]


def test_article_has_what_its_candidates_have_and_nothing_else(harbour: Snapshot) -> None:
    text = "起重机换成电动"
    assert features(harbour, text, ["a0"])["a0"]["article"] < features(harbour, text)["a0"]["article"]


def test_neighbours_count_within_an_article_only(harbour: Snapshot) -> None:
    text = "起重机到港"
    assert features(harbour, text, ["a2", "a3"])["a2"]["near"] > 0
    assert features(harbour, text, ["b0", "a3"])["b0"]["near"] == 0
    assert features(harbour, text, ["a1", "a3"])["a1"]["near"] == 0


def test_neighbour_adds_only_what_a_record_lacks(harbour: Snapshot) -> None:
    assert features(harbour, "起重机", ["a2", "a3"])["a2"]["near"] == 0


def test_title_adds_only_what_a_record_lacks(harbour: Snapshot) -> None:
    assert features(harbour, "三号码头扩建")["a0"]["title"] == 0
    assert features(harbour, "三号码头扩建")["a3"]["title"] > 0


@pytest.mark.parametrize("feature", ["kind_number", "kind_date", "kind_name", "kind_quote", "unit", "numbers"])
def test_question_that_wants_nothing_of_the_sort_has_no_opinion(harbour: Snapshot, feature: str) -> None:
    assert {found[feature] for found in features(harbour, "潜水艇").values()} == {0.0}


def test_likeness_raises_the_semantic_features(harbour: Snapshot) -> None:
    found = features(harbour, "码头", likeness={"a0": Likeness(0.95, 0, 0.95), "a1": Likeness(0.8, 0, 0.95)})
    assert found["a0"]["semantic_text"] > found["b0"]["semantic_text"] > found["a1"]["semantic_text"]
    assert found["a0"]["semantic_gap"] == pytest.approx(0)
    assert {f["semantic_text"] for f in features(harbour, "码头").values()} == {0.0}


QUESTIONS = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(
        st.sampled_from(
            [
                "海港集团",
                "林梅",
                "谁",
                "多少钱",
                "什么时候",
                "5",
                "15亿元",
                "GPT-4.5",
                "12%",
                "哪家公司",
                "。",
                "\0",
                "İ",
                "👨‍👩‍👧",
                "مرحبا",
            ]
        ),
        max_size=5,
    ).map("".join),
)


@settings(deadline=None)
@given(text=QUESTIONS, ids=st.lists(st.sampled_from(IDS), unique=True))
def test_every_feature_stays_within_bounds(harbour: Snapshot, text: str, ids: list[str]) -> None:
    likeness = {"a1": Likeness(0.9, 0.0, 0.95), "c1": Likeness(0.75, 0.0, 0.95)}
    for identifier, found in features(harbour, text, ids, {"a1": 3.0, "b0": 9.0}, likeness).items():
        for name, value in found.items():
            assert -1.7 <= value <= 1.0001, (identifier, name)


@pytest.mark.parametrize("text", ["海港集团", "海港集团？", "林梅 海港集团"])
def test_name_alone_lacks_no_words(harbour: Snapshot, text: str) -> None:
    assert {found["elsewhere"] for found in features(harbour, text).values()} == {0.0}


def test_no_candidates_have_no_features(harbour: Snapshot) -> None:
    assert features(harbour, "码头", []) == {}
