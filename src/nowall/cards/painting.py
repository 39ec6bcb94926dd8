"""A card that is laid out, in colours."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image, ImageDraw

from nowall.cards.card import QuoteCard
from nowall.cards.fonts import CardFont
from nowall.cards.layout import WIDTH, Format, lay_out
from nowall.cards.setting import Setter
from nowall.cards.sheet import Ink, Sheet
from nowall.lexicon import lexicon

_PAPER = {False: "#FBF9F4", True: "#191816"}
_INKS: Mapping[bool, Mapping[Ink, str]] = {
    False: {Ink.WORDS: "#211F1B", Ink.QUIET: "#6A645A", Ink.ACCENT: "#B23A26", Ink.HAIRLINE: "#DDD7CA"},
    True: {Ink.WORDS: "#EDE8DD", Ink.QUIET: "#A8A092", Ink.ACCENT: "#E5795F", Ink.HAIRLINE: "#38352F"},
}
"""By whether the card is dark: every ink that words are in has a contrast of 4.5 to the paper (WCAG AA) or more."""
_MOST_LACKING = 0.05
_TONES = 48
"""Colours of the picture: its four inks and what lies between them and the paper."""


def readable(card: QuoteCard, font: CardFont) -> bool:
    """Whether the font has letters for the words of a card, but for a few."""
    words = Setter(font, card.language).cleaned(card.words)
    lacking = words.count(lexicon("typesetting")["missing"])
    return bool(words) and lacking <= _MOST_LACKING * len(words)


def paint(card: QuoteCard, font: CardFont, shape: Format) -> bytes:
    """The card as a PNG."""
    picture = _painted(lay_out(card, font, shape), dark=card.dark)
    out = io.BytesIO()
    picture.quantize(_TONES, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _painted(sheet: Sheet, *, dark: bool) -> Image.Image:
    image = Image.new("RGB", (WIDTH, sheet.height), _PAPER[dark])
    on, inks = ImageDraw.Draw(image), _INKS[dark]
    for bar in sheet.bars:
        on.rectangle(bar.box, inks[bar.ink])
    for run in sheet.runs:
        run.face.write(on, (run.x, run.y), run.text, run.size, inks[run.ink])
    return image
