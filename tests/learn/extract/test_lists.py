from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.documents import ParagraphKind
from nowall.learn.extract.lists import FoundList, Place, find_lists


def lists(*paragraphs: str, kinds: tuple[ParagraphKind, ...] = ()) -> list[FoundList]:
    return find_lists(paragraphs, kinds or (ParagraphKind.BODY,) * len(paragraphs))


def words(paragraphs: tuple[str, ...], place: Place | None) -> str:
    return paragraphs[place.paragraph][place.start : place.end] if place else ""


def items(*paragraphs: str) -> list[str]:
    """The items of the only list."""
    (found,) = lists(*paragraphs)
    return [words(paragraphs, item.place) for item in found.items]


def title(*paragraphs: str) -> str:
    (found,) = lists(*paragraphs)
    return words(paragraphs, found.title)


@pytest.mark.parametrize(
    "marks",
    [
        ("1. ", "2. ", "3. "),
        ("1、", "2、", "3、"),
        ("（1）", "（2）", "（3）"),
        ("(一)", "(二)", "(三)"),
        ("一、", "二、", "三、"),
        ("①", "②", "③"),
        ("• ", "• ", "• "),
        ("- ", "- ", "- "),
        ("第一，", "第二，", "第三，"),
        ("其一，", "其二，", "其三，"),
        ("首先，", "其次，", "最后，"),
        ("首先，", "其次，", "最後，"),
        ("First, ", "Second, ", "Third, "),
    ],
)
def test_marked_paragraphs_are_items(marks: tuple[str, str, str]) -> None:
    paragraphs = (
        "原因有三个：",
        *(f"{mark}{word}" for mark, word in zip(marks, ("数据少", "费用高", "时间紧"), strict=True)),
    )
    assert items(*paragraphs) == ["数据少", "费用高", "时间紧"]
    assert title(*paragraphs) == "原因有三个："


def test_labels_are_kept() -> None:
    (found,) = lists("分为几级：", "L1：会聊天", "L2：会推理", "L3：会行动")
    assert [item.label for item in found.items] == ["L1", "L2", "L3"]
    (found,) = lists("分为：", "第一阶段：准备", "第二阶段：训练")
    assert [item.label for item in found.items] == ["第一阶段", "第二阶段"]


def test_items_may_have_paragraphs_of_their_own() -> None:
    assert items("1. 数据", "这一段说数据。", "2. 费用", "这一段说费用。") == ["数据", "费用"]


def test_inner_list_ends_with_its_item() -> None:
    outer, inner, other = lists("1. 甲", "（1）子", "（2）丑", "2. 乙", "（1）寅", "（2）卯")
    assert (len(outer.items), len(inner.items), len(other.items)) == (2, 2, 2)


def test_heading_and_announcing_sentence_are_titles() -> None:
    kinds = (ParagraphKind.HEADING, ParagraphKind.ITEM, ParagraphKind.ITEM)
    (found,) = lists("主要原因", "数据少", "费用高", kinds=kinds)
    assert found.title == Place(0, 0, 4)
    assert title("公司开了会。原因如下。", "1. 数据少", "2. 费用高") == "原因如下。"


def test_sentence_that_announces_nothing_is_no_title() -> None:
    assert title("公司昨天开了会。", "1. 数据少", "2. 费用高") == ""


@pytest.mark.parametrize(
    "paragraphs", [("1. 只有一项", "没有了"), ("2. 从二开始", "3. 到三"), ("1.5倍", "2.5倍"), ("1. 甲", "3. 丙"), ()]
)
def test_marks_that_do_not_count_up_are_no_list(paragraphs: tuple[str, ...]) -> None:
    assert lists(*paragraphs) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("参会企业包括微软、谷歌和苹果。", ["微软", "谷歌", "苹果"]),
        ("參會企業包括微軟、谷歌和蘋果等。", ["微軟", "谷歌", "蘋果"]),
        ("三项指标分别是数据、算力以及算法。", ["数据", "算力", "算法"]),
        ("一些公司,例如微软、谷歌等公司,已经退出。", ["微软", "谷歌"]),
        ("产品包括甲（A、B两款）、乙和丙。", ["甲（A、B两款）", "乙", "丙"]),
        ("作品有多部，包括《和平》、《战争与人》。", ["《和平》", "《战争与人》"]),
        ("新团队由张三和李四领导。", ["张三", "李四"]),
        ("问题有两个，一是数据少；二是费用高。后来散会。", ["数据少", "费用高"]),
        ("他说了三点：第一，数据少。第二，费用高。第三，时间紧。", ["数据少", "费用高", "时间紧"]),
        ("Rivals including Google, Meta and Apple agreed.", ["Google", "Meta", "Apple agreed"]),
        ("It has rivals, such as Google, Meta, and Apple.", ["Google", "Meta", "Apple"]),
    ],
)
def test_list_inside_a_sentence_is_found(text: str, expected: list[str]) -> None:
    assert items(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "包括南非在内的许多国家、地区和组织已经签字。",
        "例如，模型可以先生成多个答案再从里面选出最好的一个和最差的一个。",
        "公司包括员工。",
        "这是由数据决定的。",
        "一是一，二是二。",
    ],
)
def test_what_only_looks_like_a_list_is_none(text: str) -> None:
    assert lists(text) == []


def test_words_before_the_list_are_its_title() -> None:
    assert title("会议昨天召开。参会企业包括微软、谷歌和苹果。") == "参会企业"
    assert title("他说了两点：第一，数据少。第二，费用高。") == "他说了两点"


@given(st.lists(st.text("一二、，。：是1.（）()包括由和等 领导第其• \n“”", max_size=40), max_size=6))
def test_any_paragraphs_give_items_within_them(paragraphs: list[str]) -> None:
    for found in lists(*paragraphs):
        assert len(found.items) > 1
        for item in found.items:
            assert 0 <= item.place.start < item.place.end <= len(paragraphs[item.place.paragraph])
