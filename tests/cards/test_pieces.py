"""Where lines may end, and how near pieces stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nowall.answers import Language
from nowall.cards import CardFont
from nowall.cards.faces import face
from nowall.cards.pieces import FORBIDDEN, Piece, is_chinese, marked, pieces_of

Cut = Callable[[str], list[Piece]]


@pytest.fixture
def cut(font: CardFont) -> Cut:
    return lambda words: pieces_of(words, face(font, Language.ZH_HANS), face(font, Language.EN))


def texts(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces]


def breakable(pieces: list[Piece]) -> list[str]:
    """What lines can be made of."""
    found = [""]
    for piece in pieces:
        found[-1] += piece.text
        if piece.cost < FORBIDDEN:
            found.append("")
    return [part for part in found if part]


def test_characters_are_pieces_and_english_words_are_whole(cut: Cut) -> None:
    assert texts(cut("在 scaling 的时代")) == ["在", "scaling", "的", "时", "代"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("他说：“没有墙。”", ["他", "说：", "“没", "有", "墙。”"]),
        ("《没有墙》（上）", ["《没", "有", "墙》", "（上）"]),
        ("出现——有时……", ["出", "现——", "有", "时……"]),
        ("涨了 5%，到 $100", ["涨", "了", "5%，", "到", "$100"]),
        ("state-of-the-art", ["state-", "of-", "the-", "art"]),
        ("山姆·奥特曼", ["山", "姆·", "奥", "特", "曼"]),
        ("the “wall” isn’t", ["the", "“wall”", "isn’t"]),
    ],
)
def test_closing_marks_begin_no_line_and_opening_ones_end_none(cut: Cut, words: str, parts: list[str]) -> None:
    assert breakable(cut(words)) == parts


def test_two_dashes_are_one_mark(cut: Cut) -> None:
    assert "——" in texts(cut("出现——有时"))
    assert texts(cut("——，……"))[0] == "——"


def test_point_between_parts_is_in_the_middle(cut: Cut) -> None:
    before, point, _ = cut("中 · 2024")
    assert before.gap == point.gap


def test_thin_space_stands_between_chinese_and_latin_whether_typed_or_not(cut: Cut) -> None:
    typed, untyped = cut("用 AI 的"), cut("用AI的")
    assert [piece.gap for piece in typed] == [piece.gap for piece in untyped]
    assert 0 < typed[0].gap < 0.3


def test_narrow_mark_in_chinese_stands_close_to_the_word_before(cut: Cut) -> None:
    human, comma, _ = cut("人,但")
    assert human.gap == 0
    assert comma.gap > 0


def test_two_marks_beside_each_other_share_their_blank(cut: Cut) -> None:
    closing, comma, *_ = cut("》，没")
    assert -0.5 <= closing.gap < 0
    assert cut("墙，没")[1].gap == 0
    assert comma.behind > 0.3


def test_within_a_word_a_line_ends_less_gladly_than_behind_it_or_a_mark(cut: Cut) -> None:
    within, behind, mark = (cut("发展，人工智能")[place].cost for place in (0, 1, 2))
    assert mark < within < FORBIDDEN
    assert behind == FORBIDDEN


def test_line_does_not_like_to_begin_with_a_particle(cut: Cut) -> None:
    particle, noun = cut("时代的墙"), cut("时代墙壁")
    assert particle[1].cost > noun[1].cost


def test_endless_word_can_be_broken_anywhere(cut: Cut) -> None:
    assert max(piece.width for piece in cut("x" * 300)) < 1


def test_apostrophe_in_chinese_text_is_latin(cut: Cut) -> None:
    assert "don’t" in texts(cut("他说 don’t 就是不"))


def test_marks_of_the_card_stay_with_the_words(cut: Cut, font: CardFont) -> None:
    pieces, (opening, closing) = marked(cut("没有墙。"), "“”", face(font, Language.ZH_HANS))
    assert (opening.text, closing.text) == ("“", "”")
    assert pieces[-1] is closing
    assert pieces[-2].cost == FORBIDDEN
    assert pieces[-2].gap < 0


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        ("没有墙", True),
        ("OpenAI 的 GPT-4", True),
        ("no wall", False),
        ("there is no wall at all (墙), he said", False),
        ("", False),
    ],
)
def test_language_is_that_of_the_characters(words: str, *, chinese: bool) -> None:
    assert is_chinese(words) == chinese
