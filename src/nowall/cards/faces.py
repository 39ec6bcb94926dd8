"""A font as it is set with: how wide words are, which characters it has, words put on a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from PIL import ImageDraw, ImageFont, features

from nowall.answers import Language
from nowall.cards.fonts import CardFont
from nowall.lexicon import lexicon

_MEASURED_AT = 100
"""Pixels an em: widths are told in ems, the same for every size."""
_LOOKED_AT = 24
_REMEMBERED = 4_096
_NO_CHARACTER = "\U0010ffff"
_MIDDLE = (0.5, -0.38)
"""Ems from the beginning of the baseline to the middle of a character's square; y grows downwards."""
_NARROW = 0.55
"""Of an em: a Latin quotation mark is less wide than this."""
_DASH, _LONG_DASH = "—", "——"
_TYPEWRITTEN = str.maketrans("‘’“”", "''\"\"")
_REGIONS = {Language.ZH_HANS: "zh-CN", Language.ZH_HANT: "zh-TW"}


@dataclass(frozen=True, slots=True)
class Blank:
    """How much of a character's width is empty, in ems."""

    before: float
    behind: float


@dataclass(frozen=True, slots=True)
class Box:
    """Where ink is, in ems from the beginning of the baseline; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float


class Face:
    """One font in all sizes, set as a language wants it: Latin marks in English, the region's forms in Chinese."""

    def __init__(self, font: CardFont, language: Language) -> None:
        self._font = font
        self.language = language
        self._options = self._shaping()
        self._plain_marks = False
        self._plain_marks = language is Language.EN and self.width("’") > _NARROW

    def width(self, words: str) -> float:
        """How wide they are, in ems."""
        return _width(self, self._written(words))

    def blank(self, character: str) -> Blank:
        """How much of it is empty, at both sides."""
        box, (x, _) = _ink(self, self._written(character)), self._shift(character)
        return Blank(max(0.0, box.left + x), max(0.0, self.width(character) - box.right - x))

    def has(self, character: str) -> bool:
        """Whether the font has a letter for it."""
        return _has(self._font, character)

    def write(self, on: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size: int, ink: str) -> None:
        """Put words on a picture; ``at`` is where they begin on their baseline."""
        x, y = self._shift(words)
        font, written = _sized(self._font, size), self._written(words)
        strokes = [(0.0, written)]
        if words == _LONG_DASH:  # two dashes leave a gap: a third one bridges it
            strokes = [(self.width(words) * part, _DASH) for part in (0.0, 0.25, 0.5)]
        for further, stroke in strokes:
            place = (at[0] + (x + further) * size, at[1] + y * size)
            on.text(place, stroke, ink, font, anchor="ls", **self._options)

    def measure(self, written: str) -> float:
        """The width in ems of what is written just so."""
        if written == _LONG_DASH:
            return 2 * self.measure(_DASH)
        return float(_sized(self._font, _MEASURED_AT).getlength(written, **self._options)) / _MEASURED_AT

    def ink(self, written: str) -> Box:
        """Where the ink of what is written just so is."""
        mask, (x, y) = _sized(self._font, _MEASURED_AT).getmask2(written, "L", anchor="ls", **self._options)
        left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
        return Box(*(edge / _MEASURED_AT for edge in (left + x, top + y, right + x, bottom + y)))

    def _shift(self, words: str) -> tuple[float, float]:
        """How far a mark is moved to stand in the middle of its square, in ems."""
        if self.language is not Language.ZH_HANT or words not in _centred():
            return 0.0, 0.0
        box = _ink(self, words)
        return _MIDDLE[0] - (box.left + box.right) / 2, _MIDDLE[1] - (box.top + box.bottom) / 2

    def _written(self, words: str) -> str:
        return words.translate(_TYPEWRITTEN) if self._plain_marks else words

    def _shaping(self) -> Mapping[str, Any]:
        """Marks are narrow in English, and characters have the forms of their region."""
        if not features.check("raqm"):
            return {}
        if self.language is not Language.EN:
            return {"language": _REGIONS[self.language]}
        return {"language": "en", "features": ["pwid"]}


@cache
def face(font: CardFont, language: Language) -> Face:
    """The face of a font for a language, made once."""
    return Face(font, language)


@lru_cache(64)
def _sized(font: CardFont, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font.path), size, index=font.index)


@lru_cache(_REMEMBERED)
def _width(of: Face, written: str) -> float:
    return of.measure(written)


@lru_cache(_REMEMBERED)
def _ink(of: Face, written: str) -> Box:
    return of.ink(written)


@cache
def _centred() -> frozenset[str]:
    return frozenset(lexicon("typesetting")["centred"])


@lru_cache(_REMEMBERED)
def _has(font: CardFont, character: str) -> bool:
    if character.isspace():
        return True
    drawn = _drawn(font, character)
    return drawn != _drawn(font, _NO_CHARACTER) and any(drawn)


@lru_cache(_REMEMBERED)
def _drawn(font: CardFont, character: str) -> bytes:
    """Just this, without the circle that HarfBuzz puts under an accent."""
    return bytes(_unshaped(font).getmask(character))


@lru_cache(4)
def _unshaped(font: CardFont) -> ImageFont.FreeTypeFont:
    plain = ImageFont.Layout.BASIC
    return ImageFont.truetype(str(font.path), _LOOKED_AT, index=font.index, layout_engine=plain)
