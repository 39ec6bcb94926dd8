from __future__ import annotations

from nowall.learn.clean.lines import in_reasonable_lengths, text_lines
from tests.learn.clean.cleaning import body_of

WRAPPED = """The library in the old town said on Monday that it would open its
doors again next spring, after two years of repairs that had cost far
more than planned.

"We are glad," said its director. She added that all books had been
moved back to their shelves.
"""


def rows(text: str) -> list[str]:
    return [str(line) for line in text_lines(text)]


def test_english_wrapped_by_hand_is_joined_into_paragraphs() -> None:
    first, second = rows(WRAPPED)
    assert first.endswith("cost far more than planned.")
    assert second.startswith('"We are glad," said')
    assert "\n" not in first + second


def test_windows_line_ends_make_no_difference() -> None:
    assert rows(WRAPPED.replace("\n", "\r\n")) == rows(WRAPPED)


def test_each_chinese_line_is_a_paragraph() -> None:
    assert rows("第一行文字\n\n\n第二行文字\r\n第三行文字") == ["第一行文字", "第二行文字", "第三行文字"]


def test_english_paragraphs_of_one_line_stay_apart() -> None:
    text = "The library will open its doors again in the next spring.\nIts director said that she was glad of it.\n"
    assert len(rows(text)) == 2


def test_byline_after_a_long_title_stays_apart() -> None:
    text = (
        "Small library in the old town will open again after two years\nBy Jane Doe of the Example News\n\n" + WRAPPED
    )
    assert rows(text)[:2] == text.split("\n")[:2]


def test_break_tags_and_wide_gaps_after_sentences_end_a_paragraph() -> None:
    assert body_of("新馆今天开放了。<br>馆长很高兴，读者也很高兴。") == [
        "新馆今天开放了。",
        "馆长很高兴，读者也很高兴。",
    ]
    assert body_of("新馆今天开放了。　　馆长很高兴。") == ["新馆今天开放了。", "馆长很高兴。"]


def test_endless_paragraph_is_cut_behind_sentences() -> None:
    source = "今天天气很好，我们去公园。" * 4_000
    lines = list(in_reasonable_lengths(text_lines(source)))
    assert len(lines) > 1
    assert "".join(map(str, lines)) == source
    assert all(str(line).endswith("。") and len(str(line)) <= 10_000 for line in lines)
    assert [line.text.span(0, 1)[0] for line in lines[:2]] == [0, len(str(lines[0]))]


def test_endless_word_is_cut_all_the_same() -> None:
    lines = list(in_reasonable_lengths(text_lines("a" * 25_000)))
    assert [len(str(line)) for line in lines] == [10_000, 10_000, 5_000]
