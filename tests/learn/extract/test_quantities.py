from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.extract.quantities import Quantity, find_quantities, has_quantity
from nowall.lexicon import lexicon


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("成本为140万美金", 1.4e6, "money", "USD"),
        ("估值1570億美元", 1.57e11, "money", "USD"),
        ("售价5000元", 5000, "money", "CNY"),
        ("耗电1287兆瓦时", 1287, "energy", "MWh"),
        ("耗水500毫升", 500, "water", "ml"),
        ("增长百分之二十", 20, "percent", "percent"),
        ("增长 11%", 11, "percent", "percent"),
        ("回落1.6个百分点", 1.6, "percent", "percent"),
        ("是普通模型的六倍", 6, "times", "times"),
        ("共有一百二十万人", 1.2e6, "people", "people"),
        ("集群有10万片H100", 1e5, "chips", "chips"),
        ("历时6个月", 6, "duration", "month"),
        ("歷時5年", 5, "duration", "year"),
        ("全长22.4千米", 22.4, "length", "km"),
        ("年满17岁", 17, "age", "year_old"),
        ("投入400亿", 4e10, "number", ""),
        ("四家公司", 4, "count", "thing"),
        ("重900吨", 900, "weight", "t"),
        ("內存８ＧＢ", 8, "data", "GB"),
        ("It raised $6.6 billion.", 6.6e9, "money", "USD"),
        ("with 3,000 employees", 3000, "people", "people"),
        ("grew 20 percent", 20, "percent", "percent"),
        ("for 20 seconds", 20, "duration", "second"),
    ],
)
def test_quantity_has_its_value_and_unit(text: str, value: float, kind: str, unit: str) -> None:
    found = only(text)
    assert (found.value, found.kind, found.unit, found.high) == (value, kind, unit, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("需要4.2-66亿立方米", 4.2e8, 6.6e9),
        ("提升5-6倍", 5, 6),
        ("三四分钟", 3, 4),
        ("六到十年", 6, 10),
        ("占 1%-2.5%", 1, 2.5),
    ],
)
def test_range_has_two_ends(text: str, low: float, high: float) -> None:
    assert (only(text).value, only(text).high) == (low, high)


@pytest.mark.parametrize(
    "text", ["约140万元", "近20个", "超过60%", "30多年", "50余件", "60%以上", "more than 3,000 people"]
)
def test_words_around_a_number_make_it_approximate(text: str) -> None:
    found = only(text)
    assert found.approximate
    assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "2021-2024年",
        "第三十一届",
        "第3名",
        "前10名",
        "GPT-4",
        "版本1.2.3",
        "一个人",
        "一家公司",
        "花费数十亿美元",
        "三万里",
        "2023款",
        "9月16日",
        "",
        "没有数字",
    ],
)
def test_dates_ranks_and_names_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("会后，单次训练成本约为140万美元。", "单次训练成本"),
        ("现场共派出18名运动员。", "运动员"),
        ("公司擁有該子公司70%股權", "公司擁有該子公司"),
        ("营收分别上涨2%和3%", "营收分别"),
    ],
)
def test_measured_words_are_found(text: str, measured: str) -> None:
    found = find_quantities(text)[-1].measured
    assert found
    assert text[slice(*found)] == measured


def test_classes_that_questions_ask_for_are_those_of_the_lexicon() -> None:
    no_units = {"messages", "rank", "level"}
    assert set(lexicon("units")) - no_units <= set(lexicon("quantities")["units"])


@given(st.text("0123456789一二三十百万亿.,-~$%￥年个月元人美 约多第a", max_size=40))
def test_any_text_gives_quantities_within_it(text: str) -> None:
    end = 0
    for found in find_quantities(text):
        assert end <= found.end <= len(text)
        assert found.start < found.end
        end = found.end


@given(st.text(alphabet="第一二三四十百万亿0129.,年个美元%约多 ", max_size=20))
def test_text_has_a_quantity_where_one_is_found(text: str) -> None:
    assert has_quantity(text) == bool(find_quantities(text))
