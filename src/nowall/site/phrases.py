"""Where a Chinese headline may break: between its words, and not before those that lean on what stands before them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from markupsafe import Markup, escape

from nowall.language.normalise import is_cjk
from nowall.language.opencc_converter import converter
from nowall.language.tokenizer import rjieba_cutter

_LEANING = frozenset("的地得了着过吗呢吧们")
_BREAK = Markup("<wbr>")
_LONGEST = 200
"""Characters; what is longer is no headline."""


def phrased(words: str) -> Markup:
    """The words with a mark at each place where they may break; the style sheet forbids all others."""
    if len(words) > _LONGEST or not any(map(is_cjk, words)):
        return escape(words)
    places = [0, *_places(words), len(words)]
    return _BREAK.join(words[start:end] for start, end in itertools.pairwise(places))


def _places(words: str) -> Iterator[int]:
    """Where a line may end; beside signs and blanks browsers know it themselves."""
    simplified = converter("t2s").convert(words)
    place = 0
    for word in rjieba_cutter()(simplified if len(simplified) == len(words) else words):
        if place and _apart(words[place - 1], words[place]) and word not in _LEANING:
            yield place
        place += len(word)


def _apart(last: str, first: str) -> bool:
    """Two Chinese characters: a mark between one and a letter would take the gap that browsers set there."""
    return is_cjk(last) and is_cjk(first)
