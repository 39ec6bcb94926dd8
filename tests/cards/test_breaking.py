"""Lines that are chosen together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.answers import Language
from nowall.cards import CardFont
from nowall.cards.breaking import Line, lines_of
from nowall.cards.faces import Face, face
from nowall.cards.pieces import FORBIDDEN, Piece, pieces_of
from tests.cards.letters import any_font

MARKS = frozenset("，。”》")
PLAIN = "人工智能的发展不会在一夜之间停下来，也不会沿着一条直线一直走下去。"


@pytest.fixture(scope="module")
def plain() -> Face:
    return face(any_font(), Language.ZH_HANS)


def text(lines: Sequence[Line]) -> list[str]:
    return ["".join(piece.text for piece in line.pieces) for line in lines]


def set_in(font: CardFont, words: str, measure: float) -> list[str]:
    return text(lines_of(pieces_of(words, face(font, Language.ZH_HANS), face(font, Language.EN)), measure))


def cost(lines: Sequence[Sequence[Piece]], measure: float) -> float:
    """By the definition, one line after the other."""
    whole = 0.0
    for number, line in enumerate(lines, 1):
        lacks = (measure - sum(piece.width for piece in line)) / measure
        whole += (lacks**2 if lacks >= 0 else 1_000.0) + (line[-1].cost if number < len(lines) else 0.0)
    return whole


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0.3, 4), st.sampled_from([0.0, 0.05, FORBIDDEN])), min_size=1, max_size=9))
def test_no_other_lines_are_better(plain: Face, told: list[tuple[float, float]]) -> None:
    pieces = [Piece("x", plain, width, cost=price) for width, price in told]
    measure = 5.0
    ways = [
        [pieces[start:end] for start, end in zip((0, *cuts), (*cuts, len(pieces)), strict=True)]
        for count in range(len(pieces))
        for cuts in combinations(range(1, len(pieces)), count)
    ]
    best = min(cost(way, measure) for way in ways)
    assert cost([line.pieces for line in lines_of(pieces, measure)], measure) == pytest.approx(best)


def test_nothing_has_no_lines() -> None:
    assert lines_of([], 10) == []


def test_lines_are_about_as_long_as_each_other_and_none_is_too_long(font: CardFont) -> None:
    lines = set_in(font, PLAIN, 12)
    assert "".join(lines) == PLAIN
    assert max(map(len, lines)) - min(map(len, lines)) <= 3
    assert max(map(len, lines)) <= 12


def test_no_last_line_of_a_single_character(font: CardFont) -> None:
    for measure in range(6, 24):
        assert len(set_in(font, PLAIN, measure)[-1]) >= 4


def test_no_line_begins_with_a_closing_mark(font: CardFont) -> None:
    for measure in range(4, 24):
        assert not any(line[0] in MARKS for line in set_in(font, PLAIN * 2, measure))


def test_words_are_kept_together_where_that_costs_little(font: CardFont) -> None:
    assert set_in(font, "我们不会停下来，因为人工智能没有墙", 11) == ["我们不会停下来，", "因为人工智能没有墙"]


def test_marks_without_end_are_broken_all_the_same(font: CardFont) -> None:
    lines = set_in(font, "墙" + "。" * 100, 12)
    assert 5 <= len(lines) <= 12
