"""Words set in lines: a block of one size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowall.answers import Language
from nowall.cards.breaking import Line, line_width, lines_of
from nowall.cards.faces import Face, face
from nowall.cards.fonts import CardFont
from nowall.cards.pieces import Piece, is_chinese, marked, pieces_of
from nowall.cards.sheet import Ink, Run
from nowall.cards.wording import clipped, one_line
from nowall.language.script import detect
from nowall.lexicon import lexicon

_CENTRE = 0.36
"""Ems from the baseline to the middle of characters and letters."""
_LEADING_CHINESE, _LEADING_LATIN = 1.64, 1.4
_FILLED = 0.92
"""So much of a line is filled, one with another."""
_TIGHTER = 0.9
_MOST_PER_EM = 5
"""So many letters are hardly ever narrow enough."""
_LOOSE_ENDS = " ,.，。、·/-《“「"
_HUNG = 0.07
"""Ems between a mark in the margin and the words."""
_MARKS = {Language.ZH_HANS: "“”", Language.ZH_HANT: "「」", Language.EN: "“”"}


Steps = Sequence[tuple[int, int]]
"""Sizes in pixels, and how many lines there may be of each, the largest first."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size below each other."""

    lines: tuple[Line, ...]
    size: int
    leading: int
    """Pixels from one baseline to the next."""
    ink: Ink
    marks: tuple[Piece, Piece] | None = None
    """Quotation marks in the colour of accents: the first one hangs in the margin, the other is the last piece."""

    @property
    def height(self) -> int:
        """In pixels; half of the space between lines is above the first, half below the last."""
        return self.leading * len(self.lines)

    def runs(self, left: float, top: float) -> Iterator[Run]:
        """The words in their places, if the block begins there."""
        baseline = top + self.leading / 2 + _CENTRE * self.size
        if self.marks:
            yield self._hanging(self.marks[0], left, baseline)
        for line in self.lines:
            x = left - line.pieces[0].before * self.size
            for piece in line.pieces:
                ink = Ink.ACCENT if self.marks and piece is self.marks[1] else self.ink
                yield Run(x, baseline, piece.text, piece.face, self.size, ink)
                x += (piece.width + piece.gap) * self.size
            baseline += self.leading

    def _hanging(self, mark: Piece, left: float, baseline: float) -> Run:
        reach = mark.width - mark.face.blank(mark.text).behind + _HUNG
        return Run(left - reach * self.size, baseline, mark.text, mark.face, self.size, Ink.ACCENT)


class Setter:
    """Sets words in one font, in the forms of one language's characters."""

    def __init__(self, font: CardFont, language: Language) -> None:
        self._latin = face(font, Language.EN)
        self._chinese = face(font, language if language is not Language.EN else Language.ZH_HANS)

    def cleaned(self, words: str) -> str:
        """The words as they can be set, in one line."""
        return one_line(words, self._latin.has)

    def pieces(self, words: str) -> list[Piece]:
        """The pieces of cleaned words."""
        return pieces_of(words, self._chinese, self._latin)

    def length(self, words: str) -> float:
        """How many ems cleaned words need in one line."""
        return line_width(self.pieces(words))

    def shortened(self, words: str, room: float) -> str:
        """Cleaned words, cut at a sentence where they need more ems than there is room."""
        return clipped(words, room, lambda character: _weight(character, self._latin))

    def block(self, words: str, size: int, measure: int, ink: Ink, most_lines: int) -> Block:
        """Cleaned words in lines; they are cut where they need more lines."""
        room = most_lines * measure / size
        while True:
            shown = self._fitting(words, room) if most_lines == 1 else self.shortened(words, _FILLED * room)
            lines = lines_of(self.pieces(shown), measure / size)
            if len(lines) <= most_lines or room < 1:
                return Block(tuple(lines[:most_lines]), size, _leading(words, size), ink)
            room *= _TIGHTER

    def quote(self, words: str, steps: Steps, measure: int, ink: Ink) -> Block:
        """Cleaned words in quotation marks of their own language, as large as their lines are few.

        Words that are too many for the smallest size are cut.
        """
        size, most = steps[-1]
        words = self.shortened(words, _FILLED * most * measure / size)
        own = detect(words) if is_chinese(words) else Language.EN
        mark_face = self._latin if own is Language.EN else self._chinese
        pieces, marks = marked(self.pieces(words), _MARKS[own], mark_face)
        width = line_width(pieces)
        for size, most in steps:
            if width <= most * measure / size:
                lines = lines_of(pieces, measure / size)
                if len(lines) <= most:
                    return Block(tuple(lines), size, _leading(words, size), ink, marks)
        return Block(tuple(lines_of(pieces, measure / size)), size, _leading(words, size), ink, marks)

    def _fitting(self, words: str, room: float) -> str:
        """As much of it as a line holds; a title keeps its closing mark."""
        closing = words[-1] if words[-1:] in tuple(lexicon("typesetting")["closing"]) else ""
        kept = words[: int(_MOST_PER_EM * room)]
        shown = words if kept == words else f"{kept}…{closing}"
        while kept and self.length(shown) > room:
            kept = kept[: -max(2, len(kept) // 16)].rstrip(_LOOSE_ENDS)
            shown = f"{kept}…{closing}"
        return shown


def _leading(words: str, size: int) -> int:
    return round(size * (_LEADING_CHINESE if is_chinese(words) else _LEADING_LATIN))


def _weight(character: str, latin: Face) -> float:
    return 1.0 if character > "\u2e7f" else latin.width(character)
