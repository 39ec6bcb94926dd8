"""Cards as pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nowall.answers import Language
from nowall.cards import CardFont, QuoteCard, can_draw, draw, draw_preview
from nowall.cards.painting import _INKS, _PAPER
from nowall.cards.sheet import Ink
from tests.cards.letters import any_font
from tests.cards.samples import ALL, BARE, ENDLESS, MIXED, SHORT

MOST_BYTES = 300_000


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def luminance(colour: str) -> float:
    """As WCAG defines it."""
    shares = (int(part, 16) / 255 for part in re.findall("[0-9A-F]{2}", colour))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("card", ALL)
def test_picture_is_wide_enough_and_small(font: CardFont, card: QuoteCard) -> None:
    data = draw(card, font)
    assert data.startswith(b"\x89PNG")
    assert opened(data).width == 1200
    assert len(data) < MOST_BYTES


@pytest.mark.parametrize("card", ALL)
def test_preview_has_the_size_that_previews_have(font: CardFont, card: QuoteCard) -> None:
    assert opened(draw_preview(card, font)).size == (1200, 630)


def test_same_card_is_the_same_picture(font: CardFont) -> None:
    assert draw(BARE, font) is draw(BARE, font)
    assert draw.__wrapped__(BARE, font) == draw(BARE, font)


@pytest.mark.parametrize("dark", [False, True])
def test_everything_can_be_read(*, dark: bool) -> None:
    inks: Mapping[Ink, str] = _INKS[dark]
    for ink in (Ink.WORDS, Ink.QUIET, Ink.ACCENT):
        bright, dim = sorted((luminance(inks[ink]), luminance(_PAPER[dark])), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5


def test_dark_card_has_dark_paper(font: CardFont) -> None:
    assert opened(draw(MIXED, font)).convert("L").getpixel((3, 3)) == pytest.approx(24, abs=8)
    assert opened(draw(SHORT, font)).convert("L").getpixel((3, 3)) == pytest.approx(249, abs=8)


@pytest.mark.parametrize(
    ("words", "drawable"),
    [("没有墙", True), ("no wall 👍", True), ("", False), ("👍👍", False), ("\u202e\u200b", False), ("שלום", False)],
)
def test_words_without_letters_are_not_drawn(font: CardFont, words: str, *, drawable: bool) -> None:
    assert can_draw(QuoteCard(words), font) == drawable


@settings(max_examples=40)
@given(st.text(max_size=400), st.text(max_size=40), st.sampled_from(Language), st.booleans())
def test_anything_can_be_drawn(words: str, other: str, language: Language, dark: bool) -> None:
    card = QuoteCard(words, other, other, other, other, other, other, other, other, language, dark=dark)
    assert opened(draw(card, any_font())).width == 1200


def test_words_without_end_are_drawn_like_many(font: CardFont) -> None:
    assert opened(draw(ENDLESS, font)).height < 2_600


def test_font_that_is_gone_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"cannot open|No such"):
        draw(BARE, CardFont(tmp_path / "gone.otf"))
