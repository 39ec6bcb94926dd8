"""When a record answers a question of a public set."""

from __future__ import annotations

import pytest

from bench.quality.comparison.referee import READ, answers, is_exactly, level


@pytest.mark.parametrize(
    ("text", "levelled"),
    [
        ("３.5 萬！", "3点5万"),
        ("3。5", "35"),
        ("GPT-4o_mini", "gpt4omini"),
        ("2.0.1 版", "2点0点1版"),
        ("臺北市（首都）", "台北市首都"),
        ("……", ""),
    ],
)
def test_texts_are_compared_levelled(text: str, levelled: str) -> None:
    assert level(text) == levelled


@pytest.mark.parametrize(
    ("text", "wanted", "right"),
    [
        ("公司称营收为3.5亿元。", [["3.5亿"]], True),
        ("公司称营收为35亿元。", [["3.5亿"]], False),
        ("中國和日本都參加了。", [["中国"], ["日本"]], True),
        ("只有中国参加了。", [["中国"], ["日本"]], False),
        ("他叫谢琰。", [["謝 琰", "別人"]], True),
        ("", [["谢琰"]], False),
        ("什么都行。", [["……"]], True),
    ],
)
def test_an_alternative_of_every_group_must_be_said(text: str, wanted: list[list[str]], right: bool) -> None:
    assert answers(text, wanted) is right


def test_an_answer_behind_the_first_hundred_characters_does_not_count() -> None:
    assert answers("文" * (READ - 2) + "谢琰", [["谢琰"]])
    assert not answers("文" * (READ - 1) + "谢琰", [["谢琰"]])


@pytest.mark.parametrize(
    ("short", "wanted", "exact"),
    [
        ("謝琰", [["谢琰", "谢将军"]], True),
        ("谢琰将军", [["谢琰", "谢将军"]], False),
        ("中国", [["中国"], ["日本"]], False),
    ],
)
def test_a_short_answer_is_exact_where_it_is_an_alternative_and_no_more(
    short: str, wanted: list[list[str]], exact: bool
) -> None:
    assert is_exactly(short, wanted) is exact
