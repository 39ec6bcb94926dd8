"""Foreign names with a dot, 尼克·莱德: cut from the words around by the characters that such names are written with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from nowall.learn.extract.names_text import Passage
from nowall.lexicon import lexicon

_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,16}|·[A-Z](?:\.|(?=·))){1,5}")
COMMON_TAGS = frozenset({"v", "vn", "d", "p", "c", "r", "m", "q", "u", "uj", "f", "ad", "t", "l", "i", "a", "n", "b"})
"""Tags of words that are part of no foreign name."""


@cache
def foreign_characters() -> frozenset[str]:
    """The characters that foreign names are written with."""
    return frozenset(lexicon("names")["transliteration"])


def dotted_names(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where foreign names with a dot stand."""
    for match in _DOTTED.finditer(passage.text):
        pieces = match.group().split("·")
        place = match.start()
        start = _start(passage, place, pieces[0])
        for number, piece in enumerate(pieces[1:], 1):
            place += len(pieces[number - 1]) + 1
            length = _foreign_head(piece) if piece[0] not in _INITIALS else len(piece)
            if number + 1 < len(pieces) and length == len(piece):
                continue
            if start < place - 1 and length:
                yield start, place + length
            start = _start(passage, place, piece)


_INITIALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _start(passage: Passage, place: int, piece: str) -> int:
    """Where in a piece before a dot, which stands at ``place``, the name begins; its end where it has none."""
    start = place + _foreign_tail(piece)
    while start not in passage.edges and start < place + len(piece):
        start += 1
    return start


def _foreign_tail(text: str) -> int:
    """Where in a text its last part begins that may be part of a foreign name."""
    place = len(text)
    while place and text[place - 1] in foreign_characters():
        place -= 1
    for word, tag in rjieba.tag(text[place:], False)[:-1]:
        if len(word) == 1 or tag not in COMMON_TAGS:
            break
        place += len(word)
    return place


def _foreign_head(text: str) -> int:
    """How much of the beginning of a text may be part of a foreign name."""
    place = 0
    for word, tag in rjieba.tag(text, False):
        if not foreign_characters().issuperset(word) or (place and len(word) > 1 and tag in COMMON_TAGS):
            break
        place += len(word)
    if place == 0 and text[:1] in foreign_characters():
        return next((n for n, character in enumerate(text) if character not in foreign_characters()), len(text))
    return place
