"""Cards as they are laid out: sizes that fit the words, everything on the paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nowall.answers import Language
from nowall.cards import CardFont, QuoteCard
from nowall.cards.layout import TALL, WIDE, WIDTH, Format, lay_out
from nowall.cards.sheet import Ink, Sheet
from tests.cards.samples import ALL, BARE, ENDLESS, LONG, SHORT, TRADITIONAL


def size_of(card: QuoteCard, font: CardFont) -> int:
    return max(run.size for run in lay_out(card, font).runs)


def written(sheet: Sheet) -> str:
    return "".join(run.text for run in sheet.runs)


@pytest.mark.parametrize("shape", [TALL, WIDE], ids=["tall", "wide"])
@pytest.mark.parametrize("card", ALL)
def test_everything_is_on_the_paper_and_below_what_is_above_it(font: CardFont, card: QuoteCard, shape: Format) -> None:
    sheet = lay_out(card, font, shape)
    assert 630 <= sheet.height <= (630 if shape is WIDE else 2_600)
    for run in sheet.runs:
        assert run.x + run.face.blank(run.text[0]).before * run.size >= 40
        assert run.x + run.face.width(run.text) * run.size <= WIDTH - 60
        assert run.size < run.y < sheet.height - 30
    for left, top, right, bottom in (bar.box for bar in sheet.bars):
        assert 0 < left <= right < WIDTH
        assert 0 < top <= bottom < sheet.height
    baselines = [run.y for run in sheet.runs if run.ink in {Ink.WORDS, Ink.QUIET}]
    assert baselines[:-1] == sorted(baselines[:-1])


def test_few_words_are_large_and_many_are_small_but_readable(font: CardFont) -> None:
    sizes = [size_of(QuoteCard("墙" * count), font) for count in (3, 15, 40, 80, 160, 320, 640, 5_000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 96
    assert sizes[-1] >= 36


def test_six_hundred_characters_are_shown_whole(font: CardFont) -> None:
    assert len(LONG.words) > 600
    assert LONG.words in written(lay_out(LONG, font))


def test_more_are_cut_at_a_sentence_and_that_shows(font: CardFont) -> None:
    assert "计算。［……］”" in written(lay_out(ENDLESS, font))


def test_words_keep_their_characters_whoever_reads_them(font: CardFont) -> None:
    card = replace(BARE, words="没有墙，软件也没有", language=Language.ZH_HANT)
    assert card.words in written(lay_out(card, font))


@pytest.mark.parametrize(
    ("card", "marks"),
    [(BARE, "“”"), (TRADITIONAL, "「」"), (QuoteCard("no wall"), "“”"), (QuoteCard("沒有牆"), "「」")],
)
def test_marks_are_those_of_the_words(font: CardFont, card: QuoteCard, marks: str) -> None:
    assert "".join(run.text for run in lay_out(card, font).runs if run.ink is Ink.ACCENT) == marks


def test_first_mark_hangs_before_the_words(font: CardFont) -> None:
    mark, first, *_ = lay_out(BARE, font).runs
    assert mark.text == "“"
    assert mark.x + mark.face.width("“") * mark.size < first.x + 0.1 * first.size
    assert mark.y == first.y


def test_translation_is_smaller_and_below(font: CardFont) -> None:
    sheet = lay_out(SHORT, font)
    [words] = [run for run in sheet.runs if run.text == "there"]
    [below] = [run for run in sheet.runs if run.text == "墙" and run.size < words.size and run.y < 450][:1]
    assert below.y > words.y


def test_preview_has_no_translation_and_one_line_each(font: CardFont) -> None:
    told = written(lay_out(SHORT, font, WIDE))
    assert "没有墙" not in told
    assert "36kr.com" not in told
    assert "SamAltman·在X上·2024年11月14日" in told.replace(" ", "")


def test_unknown_circumstances_leave_no_trace(font: CardFont) -> None:
    sheet = lay_out(BARE, font)
    assert written(sheet).replace(" ", "") == "“没有墙”nowall"
    assert len(sheet.bars) == 3  # the line above the foot, and the two bricks


def test_traditional_stops_stand_in_the_middle_of_their_square(font: CardFont) -> None:
    [simplified] = {run.face.blank("，") for run in lay_out(BARE, font).runs if run.text == "没"}
    [traditional] = {run.face.blank("，") for run in lay_out(TRADITIONAL, font).runs if run.text == "牆"}
    assert simplified.behind - simplified.before > 0.2
    assert traditional.behind == pytest.approx(traditional.before, abs=0.03)
