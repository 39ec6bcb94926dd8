from __future__ import annotations

import pytest

from tests.learn.clean.cleaning import body_of, cleaned, steps


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("馆长\u200b说，新馆\ufeff已经开放。\x07", "馆长说，新馆已经开放。"),
        ("研发&amp;测试部门&nbsp;今天搬家。", "研发&测试部门 今天搬家。"),
        ("这是**重点**内容，请看。", "这是重点内容，请看。"),
        ("全城共有三座图书馆[1]，都免费[23]。", "全城共有三座图书馆，都免费。"),
        ("他在<b>北京</b>工作了<font color=red>十年</font>。", "他在北京工作了十年。"),
        ("详情见[官方公告](https://example.com/a)，今天发布。", "详情见官方公告，今天发布。"),
        ("• 🚀 新馆更大，藏书更多。", "新馆更大，藏书更多。"),
        ("新戰(zhàn)略包括三條(tiáo)路線。", "新戰略包括三條路線。"),
        ("新戰（zhàn）略今天公布。", "新戰略今天公布。"),
        ("银行(hang)今天休息，行(xíng)人不多。", "银行今天休息，行人不多。"),
        ("It\u00e2\u20ac\u2122s a new library, they said.", "It’s a new library, they said."),
        ("caf\u00c3\u00a9 culture is back, they said.", "café culture is back, they said."),
    ],
)
def test_sign_that_is_no_text_is_dropped(dirty: str, clean: str) -> None:
    assert body_of(dirty) == [clean]


@pytest.mark.parametrize(
    "text",
    [
        "人工智能(AI)改变了行业，莱德(Nick)如是说。",
        "他在阿(bei)城住过。",
        "AT&T 与 R&D 都没有变。",
        "2**10 and 3**4 are powers, they said.",
        "[1] 王小明，图书馆的历史。",
        "气温在 -5 度到 10 度之间。",
        "价格是 a < b 时的两倍。",
        "这是什么?他问。",
        "3×“新馆”计划今天公布。",
    ],
)
def test_true_text_stays(text: str) -> None:
    assert body_of(text) == [text]


def test_clause_that_cannot_be_read_is_dropped_and_noted() -> None:
    article = cleaned("模型看似聰明，它只是能夠?qū)⒁阎闹R進行組合，並不理解。")
    assert [p.text.text for p in article] == ["模型看似聰明，並不理解。"]
    assert steps(article) == {"encoding"}


def test_utf8_that_was_read_as_latin_is_put_right() -> None:
    garbled = "你好世界".encode().decode("latin-1")
    assert body_of(f"他说：{garbled}。") == ["他说：你好世界。"]
