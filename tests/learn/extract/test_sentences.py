from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.extract.sentences import clauses, frame, split

ANYTHING = st.text(st.characters(), max_size=200) | st.text("“”「」（）\"'。，！？.!? 1aA说\n", max_size=80)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["公司今天开会。", "会后没有声明！", "真的吗？"],
        ["公司今天開會。", "會後沒有聲明！"],
        ["他说：“我们会来。会来的。”", "会议随后结束。"],
        ["“我们会来。”他说。", "会议随后结束。"],
        ["「我們會來。」他說。", "會議隨後結束。"],
        ["“我们会来。”", "会议随后结束。"],
        ["他问了“为什么？”之后走了。", "门关上了。"],
        ["收入增长3.5倍。", "GPT-3.5已经下线。"],
        ["模型升到1.2.0.13版本了。", "好。"],
        ["详情见 https://example.com/a?b=1.html 一文。", "完。"],
        ["他停了停……没有再说下去。", "门关了。"],
        [
            "（完）",
        ],
        ["It grew 3.5 times.", "Mr. Lee of the U.S. office agreed.", "Nobody else did!"],
        ["He said, “We will come.”", "Then he left."],
        ["1. First of all, data.", "It is short."],
        ["J. Smith wrote it.", "See e.g. the paper by Lee et al. for more."],
        ["Wait... what happened?", "Nothing."],
        ["公司说了.", "后来又改口了."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    joint = " " if parts[0].isascii() or "“W" in parts[0] else ""
    assert sentences(joint.join(parts)) == parts


def test_quotation_mark_without_its_other_half_is_no_mark() -> None:
    assert sentences("他说：“我们会来。会来的。后来散会。") == ["他说：“我们会来。", "会来的。", "后来散会。"]


def test_line_break_ends_a_sentence() -> None:
    assert sentences("标题\n正文。") == ["标题", "正文。"]


@given(ANYTHING)
def test_sentences_hold_everything_but_blanks(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


LONG = "据员工透露，新模型已经完成了第一阶段的训练；但公司仍然缺少高质量的数据，而且费用不断上升，预计明年才能发布。"


def test_short_sentence_is_one_clause() -> None:
    (only,) = clauses(LONG)
    assert (only.start, only.end, only.frame) == (0, len(LONG), 0)


def test_long_sentence_is_cut_at_its_strongest_mark() -> None:
    first, second = clauses(LONG, 45)
    assert LONG[first.start : first.end].endswith("；")
    assert LONG[: second.frame] == "据员工透露，"


def test_comma_before_a_connective_is_better_than_another() -> None:
    text = "新模型的训练比原来的计划慢了很多，因为数据不够，成本也在上升，不少人对此表示担心。"
    assert [text[piece.start] for piece in clauses(text, 30)] == ["新", "因"]


@pytest.mark.parametrize(
    "text", ["“" + "一句很长的话，" * 30 + "”", "共有" + "1,000" * 40, "（" + "内容，" * 60 + "）"]
)
def test_nothing_is_cut_inside_quotes_numbers_and_brackets(text: str) -> None:
    assert len(clauses(text)) == 1


@given(ANYTHING.map(lambda text: text * 5))
def test_clauses_follow_upon_each_other(text: str) -> None:
    pieces = clauses(text, 40)
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
    assert pieces[-1].end == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("据公司员工透露，训练已完成。", "据公司员工透露，"),
        ("據報道，張三表示，訓練已完成。", "據報道，張三表示，"),
        ("张三表示公司将裁员。", "张三表示"),
        ("张三说：“好。”", "张三说："),
        ("According to Reuters, it grew.", "According to Reuters, "),
        ("The firm said that it grew.", "The firm said that "),
        ("公司昨天发布了新模型。", ""),
        ("双方表示了感谢。", ""),
        ("据说，", ""),
    ],
)
def test_frame_says_whose_words_it_is(text: str, expected: str) -> None:
    assert text[: frame(text)] == expected
