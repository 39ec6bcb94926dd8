"""How the tokens of the texts stand to the words of the question: the question is a frame, and a span fills its gap."""

from __future__ import annotations

import numpy as np

from nowall.answer.span.texts import Offsets, places
from nowall.answer.span.tokens import Table, Tokens
from nowall.answer.span.wanted import EDGES, Wanted, bare

_REACH = 8.0
"""Characters at which a question's word beside a span has lost two thirds of its weight."""
_BESIDE = 6
"""Characters beside a gap that are compared."""


class Frame:
    """How the tokens stand to the words of the question."""

    def __init__(self, wanted: Wanted, tokens: Tokens) -> None:
        self._wanted = wanted
        self._texts = texts = tokens.texts
        self._owner = tokens.owner
        self._stop = tokens.traits["stop"]
        self._places = [occurrences(texts.whole, word.text) for word in wanted.words]
        self._total = sum(word.weight for word in wanted.words) or 1.0
        self._letters, self._place_of = _letters(texts.whole)
        ends = (wanted.left[-1:], wanted.left_bare[-1:], (wanted.right or wanted.left)[-1:])
        self._may_end = EDGES.union(filter(None, ends))

    def begin(self) -> Table:
        """Columns of `BEGIN` that depend on the question."""
        words = self._near(self._texts.starts, before=True)
        frame = [self._left(place) for place in self._texts.starts.tolist()]
        full = [f[0] for f in frame]
        return columns(
            *words, np.array(full) / _BESIDE, [f >= 2 for f in full], [f[1] / _BESIDE for f in frame], self._stop
        )

    def end(self) -> Table:
        """Columns of `END` that depend on the question."""
        words = self._near(self._texts.ends, before=False)
        frame = [self._right(place) for place in self._texts.ends.tolist()]
        head = self._wanted.head
        like = [bool(head) and token.endswith(head[-1]) for token in self._texts.tokens]
        ahead = [bool(head) and self._texts.whole.startswith(head, end) for end in self._texts.ends.tolist()]
        return columns(*words, np.array(frame) / _BESIDE, [f >= 2 for f in frame], self._stop, like, ahead)

    def _near(self, edges: Offsets, *, before: bool) -> tuple[Table, Table]:
        """How much of the question stands just before (or behind) each edge; again by nearness to the gap."""
        every, near = np.zeros(len(edges), np.float32), np.zeros(len(edges), np.float32)
        for word, found in zip(self._wanted.words, self._places, strict=True):
            if not len(found):
                continue
            share = word.weight / self._total * np.exp(-self._far(edges, found, len(word.text), before) / _REACH)
            every += share
            near += share * word.nearness
        return every, near

    def _far(self, edges: Offsets, found: Offsets, length: int, before: bool) -> Table:
        """How far each edge is from the nearest word before (or behind) it in the same text."""
        side = np.searchsorted(found + length, edges, side="right") - 1 if before else np.searchsorted(found, edges)
        there = (side >= 0) & (side < len(found))
        place = found[np.where(there, side, 0)]
        there &= np.searchsorted(self._texts.firsts, place, side="right") - 1 == self._owner
        far: Table = np.where(there, edges - place - length if before else place - edges, np.inf)
        return far

    def _left(self, place: int) -> tuple[int, int]:
        """How many letters before a place are those before the gap; and those at the end of the question."""
        at = self._place_of[place]
        if at == 0 or self._letters[at - 1] not in self._may_end:
            return 0, 0
        letters = self._letters[max(0, at - 2 * _BESIDE) : at]
        asked = self._wanted
        plain = bare(letters) if letters[-1] in EDGES else letters
        found = max(_same_end(asked.left, letters), _same_end(asked.left_bare, plain))
        return found, _same_end(asked.right or asked.left, plain) if asked.starts_with_gap else 0

    def _right(self, place: int) -> int:
        """How many letters behind a place are those behind the gap."""
        at, asked = self._place_of[place], self._wanted.right
        if not asked or not self._letters.startswith(asked[0], at):
            return 0
        return next((n for n in range(_BESIDE, 0, -1) if self._letters.startswith(asked[:n], at)), 0)


def occurrences(text: str, word: str) -> Offsets:
    """Where a word begins in a text."""
    return np.array(list(places(text, word)), dtype=np.intp)


def columns(*columns: object) -> Table:
    """Numbers and marks as the columns of a table."""
    return np.column_stack([np.asarray(column, dtype=np.float32) for column in columns])


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters of a text alone, and for each place how many stand before it; a line's end stays."""
    kept, before, count = [], [0], 0
    for character in text:
        if character.isalnum() or character == "\n":
            kept.append(character)
            count += 1
        before.append(count)
    return "".join(kept), before


def _same_end(one: str, other: str) -> int:
    """How many characters at their ends are the same, up to `_BESIDE`."""
    count, most = 0, min(len(one), len(other), _BESIDE)
    while count < most and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
