from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.extract.definitions import find_definition


@pytest.mark.parametrize(
    ("text", "term", "explanation"),
    [
        ("缩放定律是指性能随数据和算力的增加而提升。", "缩放定律", "性能随数据和算力的增加而提升"),
        ("通用人工智能（AGI）指的是能做一切智力工作的系统。", "通用人工智能", "能做一切智力工作的系统"),
        ("強化學習是一種機器學習方法。", "強化學習", "一種機器學習方法"),
        ("青湖公司是一家卖软件的公司，总部在杭州。", "青湖公司", "一家卖软件的公司"),
        ("张三是微软的首席科学家。", "张三", "微软的首席科学家"),
        ("据报道，青湖是微软旗下的新公司。", "青湖", "微软旗下的新公司"),
        ("会上提到了“青湖”，即公司的新模型，将于明年发布。", "“青湖”", "公司的新模型"),
        ("Lakewood (LW) is a company that sells software.", "Lakewood", "a company that sells software"),
        ("The Lakewood test refers to a set of puzzles.", "Lakewood test", "a set of puzzles"),
        ("Ann Lee is the CEO of Lakewood.", "Ann Lee", "the CEO of Lakewood"),
    ],
)
def test_sentence_that_says_what_something_is_defines_it(text: str, term: str, explanation: str) -> None:
    found = find_definition(text)
    assert found
    assert text[slice(*found.term)] == term
    assert text[slice(*found.explanation)] == explanation


@pytest.mark.parametrize(
    "text",
    [
        "这是一个错误。",
        "他是一名记者。",
        "问题是数据不够。",
        "我们的目标是一家更好的公司。",
        "三是盯紧每一个项目。",
        "他认为是公司的问题。",
        "会议是昨天开的。",
        "此举以环保为主题。",
        "11日失去联系的一架飞机。",
        "是的。",
        "The problem is a lack of data.",
        "It is a good day.",
        "There is a company.",
        "Lakewood is a good example.",
        "In 2023 it is a company.",
        "",
    ],
)
def test_other_sentences_define_nothing(text: str) -> None:
    assert find_definition(text) is None


@given(st.text("是一种个的家公司指即为（）()“”，。A is a the", max_size=60))
def test_any_text_gives_spans_within_it(text: str) -> None:
    if found := find_definition(text):
        assert 0 <= found.term[0] < found.term[1] <= found.explanation[0] <= found.explanation[1] <= len(text)
