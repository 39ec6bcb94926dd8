"""Where lines end: all lines of a text are chosen together, as D. E. Knuth and M. F. Plass do it.

"Breaking Paragraphs into Lines", Software: Practice and Experience 11 (1981). Lines here are not stretched, so what
counts against a line is the square of what it lacks of the measure, also of the last: lines of even length come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from nowall.cards.pieces import Piece

_OVERFULL = 1_000.0
_MOST_PIECES_A_LINE = 400


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of one line, and how wide they are together, in ems."""

    pieces: tuple[Piece, ...]
    width: float


def lines_of(pieces: Sequence[Piece], measure: float) -> list[Line]:
    """Break the pieces into lines of at most ``measure`` ems.

    Time grows with the number of pieces times how many a line holds. A piece that is wider has a line of its own.
    """
    ends = _best_ends(pieces, measure)
    cut = (tuple(pieces[start:end]) for start, end in pairwise((0, *ends)))
    return [Line(part, line_width(part)) for part in cut]


def line_width(pieces: Sequence[Piece]) -> float:
    """How wide they are on a line of their own."""
    if not pieces:
        return 0.0
    whole = sum(piece.width + piece.gap for piece in pieces)
    return whole - pieces[-1].gap - pieces[-1].behind - pieces[0].before


def _best_ends(pieces: Sequence[Piece], measure: float) -> list[int]:
    """The places behind the last piece of each line, with the least cost in all."""
    reached = [0.0, *accumulate(piece.width + piece.gap for piece in pieces)]
    least = [0.0] + [float("inf")] * len(pieces)
    came_from = [0] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        last = pieces[end - 1]
        edge = reached[end] - last.gap - last.behind
        ending = 0.0 if end == len(pieces) else last.cost
        for start in range(end - 1, max(-1, end - 1 - _MOST_PIECES_A_LINE), -1):
            width = edge - reached[start] - pieces[start].before
            if width > measure and start < end - 1:
                break
            lacks = (measure - width) / measure
            cost = least[start] + ending + (lacks * lacks if lacks >= 0 else _OVERFULL)
            if cost < least[end]:
                least[end], came_from[end] = cost, start
    ends = []
    place = len(pieces)
    while place:
        ends.append(place)
        place = came_from[place]
    return ends[::-1]
