"""What speaks for and against a fact: within bounds, and the right way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.match.features import NAMES, Features
from nowall.answer.match.likeness import Likeness
from nowall.snapshot import Snapshot


def features(tiny: Snapshot, text: str, fact: str, likeness: Likeness | None = None) -> dict[str, float]:
    """The features of a fact for a question, by name."""
    question = tiny.understander.understand(text)
    values = Features(tiny.weights, tiny.kind_of).of(question, [tiny.views[fact]], [likeness or Likeness()])[0]
    return dict(zip(NAMES, values, strict=True))


@pytest.mark.parametrize(
    ("feature", "text", "right", "wrong"),
    [
        ("ask", "Zephyr 什么时候发布？", "d-release", "d-tunnel"),
        ("ask_cover", "Zephyr 什么时候发布？", "d-release", "d-tunnel"),
        ("ask_fuzzy", "Zephyr 什么时候发布？", "d-release", "d-tunnel"),
        ("text_cover", "人造气流检验模型", "d-tunnel", "d-cost"),
        ("text_precision", "人造气流检验模型", "d-tunnel", "d-cost"),
        ("all_cover", "人造气流检验模型", "d-tunnel", "d-cost"),
        ("source_cover", "迟到的那篇", "t-founding", "d-tunnel"),
        ("elsewhere", "发布", "d-tunnel", "d-release"),
        ("names", "Zephyr 训练花费", "d-cost", "t-limit"),
        ("name_missing", "Breeze 有多快", "d-calm", "t-compare"),
        ("subject", "西风几月上线？", "d-release", "t-founding"),
        ("hint", "艾克米 CEO 怎么看", "t-founding", "d-calm"),
        ("voice", "林爱达怎么看极限？", "d-sky", "t-limit"),
        ("voice_other", "林爱达怎么看极限？", "t-limit", "d-sky"),
        ("attribute", "训练花了多少钱", "d-cost", "t-founding"),
        ("attribute_off", "训练花了多少钱", "t-founding", "d-cost"),
        ("kind_number", "有多少钱", "d-cost", "d-calm"),
        ("kind_date", "什么时候", "d-release", "d-calm"),
        ("kind_name", "日报说是谁", "d-sky", "d-calm"),
        ("kind_list", "有哪些模型", "d-models", "d-calm"),
        ("kind_quote", "林爱达怎么说", "d-sky", "d-calm"),
        ("unit", "花了多少钱", "d-cost", "d-calm"),
        ("numbers", "2019 年发生了什么", "t-founding", "d-calm"),
        ("number_missing", "2019 年发生了什么", "d-calm", "t-founding"),
    ],
)
def test_feature_tells_the_right_fact_from_another(
    tiny: Snapshot, feature: str, text: str, right: str, wrong: str
) -> None:
    assert features(tiny, text, right)[feature] > features(tiny, text, wrong)[feature]


def test_word_that_no_record_has_is_unknown_everywhere(tiny: Snapshot) -> None:
    assert features(tiny, "潜水艇", "d-cost")["unknown"] > 0.5
    assert features(tiny, "训练", "d-cost")["unknown"] == 0


@pytest.mark.parametrize("feature", ["kind_number", "kind_date", "kind_name", "kind_list", "kind_quote", "unit"])
def test_question_that_wants_nothing_of_the_sort_has_no_opinion(tiny: Snapshot, feature: str) -> None:
    assert features(tiny, "风洞测试", "d-tunnel")[feature] == 0


def test_fact_without_a_model_has_no_likeness(tiny: Snapshot) -> None:
    found = features(tiny, "风洞测试", "d-tunnel")
    assert [found[name] for name in NAMES if name.startswith("semantic_")] == [0, 0, 0]


def test_likeness_raises_the_semantic_features(tiny: Snapshot) -> None:
    far = features(tiny, "风洞测试", "d-tunnel", Likeness(text=0.8, ask=0.8, best=0.95))
    near = features(tiny, "风洞测试", "d-tunnel", Likeness(text=0.9, ask=0.95, best=0.95))
    for name in ("semantic_text", "semantic_ask", "semantic_gap"):
        assert near[name] > far[name]
    assert near["semantic_gap"] == pytest.approx(0)


QUESTIONS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "Zephyr",
                "西风",
                "Breeze",
                "林爱达",
                "艾克米",
                "什么时候",
                "多少钱",
                "谁",
                "发布",
                "3亿",
                "2019",
                "怎么看",
                "极限",
                "训练",
                "哪些",
            ]
        )
    ).map(" ".join),
)


@given(text=QUESTIONS)
def test_every_feature_stays_within_bounds(tiny: Snapshot, text: str) -> None:
    for identifier in (*tiny.facts.known, *tiny.claims):
        for name, value in features(tiny, text, identifier, Likeness(0.9, 0.85, 0.95)).items():
            assert -1.5 <= value <= 1.5, (identifier, name)
