"""Where lines may break: a Chinese headline between its words, and no name of a model, as GPT-4o, at its hyphen."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import rjieba
from markupsafe import Markup, escape

from nowall.language.normalise import is_cjk
from nowall.language.opencc_converter import converter

_LEANING = frozenset("的地得了着过吗呢吧们等")
_LEADING = frozenset("下上这那第一两不没最更很太再就还又也大小新老该先")
"""No line ends with one of these alone: 下一步, 不准确, 大模型."""
_BREAK = Markup("<wbr>")
_NAME = re.compile(r"([A-Za-z][\w.'’-]*(?: [A-Za-z0-9][\w.'’-]*){1,2})", re.ASCII)
_HYPHENED = re.compile(r"((?<![\w.-])[A-Za-z0-9.]{1,9}(?:-[A-Za-z0-9.]{1,9}){1,2}(?![\w-]))", re.ASCII)
_WHOLE = Markup('<span class="unbroken">{}</span>')
_LONGEST_NAME = 20
_LONGEST = 200
"""Characters; what is longer is no headline."""


def phrased(words: str) -> Markup:
    """The words with a mark at each place where they may break; the style sheet forbids all others."""
    if len(words) > _LONGEST or not any(map(is_cjk, words)):
        return solid(words)
    places = [0, *_places(words), len(words)]
    return _BREAK.join(_unbroken(words[start:end]) for start, end in itertools.pairwise(places))


def solid(words: str) -> Markup:
    """The words, in which o1-preview, GPT-5 and 2024-11-14 stay on one line: what has a hyphen and a digit."""
    parts = _HYPHENED.split(words)
    whole = (place % 2 and any(map(str.isdigit, part)) for place, part in enumerate(parts))
    return Markup("").join(_WHOLE.format(p) if one else escape(p) for p, one in zip(parts, whole, strict=True))


def _unbroken(piece: str) -> Markup:
    """A piece in which a name of two or three Latin words, as Sam Altman, stays on one line."""
    parts = _NAME.split(piece)
    names = (
        _WHOLE.format(part) if place % 2 and len(part) <= _LONGEST_NAME else solid(part)
        for place, part in enumerate(parts)
    )
    return Markup("").join(names)


def _places(words: str) -> Iterator[int]:
    """Where a line may end; beside signs and blanks browsers know it themselves. Names are guessed: 田渊栋."""
    simplified = converter("t2s").convert(words)
    place, before = 0, ""
    for word in rjieba.cut(simplified if len(simplified) == len(words) else words, hmm=True):
        apart = place and _apart(words[place - 1], words[place])
        if apart and word not in _LEANING and before not in _LEADING:
            yield place
        place, before = place + len(word), word


def _apart(last: str, first: str) -> bool:
    """Two Chinese characters: a mark between one and a letter would take the gap that browsers set there."""
    return is_cjk(last) and is_cjk(first)
