"""Long utterances cut into pieces that can be shown, and the check that words stand where they are said to."""

from __future__ import annotations

import re

LONGEST_PIECE = 120
"""Characters of a piece where the sentences allow it."""
_SHORTEST_PIECE = 8
_SENTENCE = re.compile(r"[^。！？!?…；;\n]*?(?:[。！？!?…；;]+[”’」』\")）]*|\.[”’\"]?(?=\s|$)|\n|$)\s*")


def split_utterance(text: str, start: int, end: int, longest: int = LONGEST_PIECE) -> list[tuple[int, int]]:
    """Cut ``text[start:end]`` at sentence ends into spans of at most ``longest`` characters, in order.

    A single sentence that is longer stays whole: no words are altered or left out, but for blanks between pieces.
    Pieces of fewer than 8 characters are joined to a neighbour.
    """
    pieces: list[tuple[int, int]] = []
    for first, last in _sentences(text, start, end):
        if pieces and _fits(pieces[-1], first, last, longest):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    return pieces


def stands_at(words: str, start: int, end: int, text: str) -> bool:
    """Whether exactly these words stand at this span of the text, and are words at all."""
    return 0 <= start < end <= len(text) and bool(words.strip()) and text[start:end] == words


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    place = start
    while place < end:
        match = _SENTENCE.match(text, place, end)
        last = match.end() if match else end
        if last <= place:
            break
        stripped = text[place:last]
        first = place + len(stripped) - len(stripped.lstrip())
        if stripped.strip():
            spans.append((first, first + len(stripped.strip())))
        place = last
    return spans


def _fits(piece: tuple[int, int], first: int, last: int, longest: int) -> bool:
    tiny = piece[1] - piece[0] < _SHORTEST_PIECE or last - first < _SHORTEST_PIECE
    return tiny or last - piece[0] <= longest
