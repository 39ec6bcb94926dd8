"""Quotation marks of a text and what stands between them: “” ‘’ 「」 『』 and straight ones, nested or torn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSES = {"“": "”", "‘": "’", "「": "」", "『": "』", "﹁": "﹂", "〝": "〞"}
_OPENS = {close: opener for opener, close in _CLOSES.items()}
_MARK = re.compile(
    r"[“”「」『』﹁﹂〝〞\"\n]"
    r"|(?<![A-Za-z0-9])‘"
    r"|’(?![A-Za-z])"  # within an English word it is an apostrophe
)
_LONGEST = 3000
"""A quotation that is still open after so many characters was never closed."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between two marks: ``start`` to ``end`` without them.

    ``closed`` is False where the paragraph ends first; ``continues`` where the one of the paragraph before goes on.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False

    @property
    def opener(self) -> int:
        """Where its opening mark stands; for one that goes on without a mark, its first character."""
        return self.start - 1

    @property
    def after(self) -> int:
        """The place after its closing mark."""
        return self.end + self.closed


def find_marked(text: str) -> list[Marked]:
    """The outermost quotations of a text whose paragraphs are lines, in order, none across a line break.

    One that stays open to the end of its paragraph counts if no other opens after it; it goes on in the next
    paragraph if that one opens with a mark again, or closes what it did not open.
    """
    return [found for found in _Reader(text).read() if found.start < found.end]


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[tuple[str, int]] = []
        self._inner: list[Marked] = []
        """What was closed within a quotation that is still open: all there is if that one never closes."""
        self._line = 0
        self._torn = False
        """Whether the paragraph before ended within a quotation."""

    def read(self) -> Iterator[Marked]:
        for match in _MARK.finditer(self._text):
            mark, place = match.group(), match.start()
            if mark == "\n":
                yield from self._end_line(place)
                self._line = place + 1
            elif mark in _CLOSES or (mark == '"' and self._opens(place)):
                self._open.append((mark, place))
            else:
                yield from self._close(mark, place)
        yield from self._end_line(len(self._text))

    def _opens(self, place: int) -> bool:
        """Whether a straight mark opens: none is open, and it is no sign for inches."""
        return not any(mark == '"' for mark, _ in self._open) and not self._text[place - 1 : place].isdigit()

    def _close(self, mark: str, place: int) -> Iterator[Marked]:
        opener = _OPENS.get(mark, mark)
        depth = max((i for i, (other, _) in enumerate(self._open) if other == opener), default=-1)
        if depth < 0:
            if self._torn and not self._open:
                yield Marked(self._line, place, continues=True)
                self._torn = False
            return
        start = self._open[depth][1] + 1
        del self._open[depth:]
        found = Marked(start, place, continues=self._continues(start))
        if self._open and place - self._open[0][1] < _LONGEST:
            self._inner.append(found)
            return
        self._open.clear()
        self._inner.clear()
        self._torn = False
        yield found

    def _continues(self, start: int) -> bool:
        return self._torn and not self._text[self._line : start - 1].strip()

    def _end_line(self, place: int) -> Iterator[Marked]:
        left, self._open = self._open, []
        inner, self._inner = self._inner, []
        if left and not inner and left[-1][0] != '"':
            start = left[-1][1] + 1
            if 1 < place - start < _LONGEST:
                yield Marked(start, place, closed=False, continues=self._continues(start))
            self._torn = True
            return
        yield from inner
        self._torn = self._torn and not self._text[self._line : place].strip()
