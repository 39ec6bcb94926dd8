"""The records in which a span is looked for, as one text: so that all of them are looked through at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import rjieba

from nowall.learn.extract.levelled import level
from nowall.lexicon import lexicon

Offsets = npt.NDArray[np.intp]
_LEXICON = lexicon("spans")
_PATTERNS = {name: re.compile(_LEXICON[name]) for name in ("date", "number", "numeral", "quoted")}
TYPES = ("date", "number", "quoted", "person", "organisation", "place", "name")
"""What a span can be as a whole; ``name`` is every known name, the first three kinds of names among them."""


@dataclass(frozen=True, slots=True)
class NamedText:
    """A record's text, and the names in it with their kinds: (surface form, kind)."""

    text: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """Several texts, one a line, with their tokens."""

    whole: str
    """All of them in small letters, levelled: as long as the originals."""
    firsts: Offsets
    """Where each text begins."""
    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    starts: Offsets
    ends: Offsets
    typed: dict[str, list[tuple[int, int]]]
    """The spans of each of `TYPES`."""
    numerals: list[tuple[int, int]]
    """Figures as they are written, with their separators and scales."""


def together(texts: Sequence[NamedText]) -> Texts:
    """Lay texts end to end."""
    lines = [plain(one.text).replace("\n", " ") for one in texts]
    whole = "\n".join(lines)
    firsts = [0, *accumulate(len(line) + 1 for line in lines)][: len(lines)]
    tagged = rjieba.tag(whole, hmm=False)
    ends = np.cumsum([len(token) for token, _ in tagged], dtype=np.intp)
    return Texts(
        whole=whole,
        firsts=np.array(firsts, dtype=np.intp),
        tokens=tuple(token for token, _ in tagged),
        tags=tuple(tag for _, tag in tagged),
        starts=np.concatenate([[0], ends[:-1]]).astype(np.intp),
        ends=ends,
        typed=_typed(whole, lines, firsts, texts),
        numerals=[match.span() for match in _PATTERNS["numeral"].finditer(whole)],
    )


def plain(text: str) -> str:
    """A text levelled and in small letters, as long as it was: a letter without a small one of its own stays."""
    levelled = level(text)
    small = levelled.lower()
    if len(small) == len(levelled):
        return small
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in levelled)


def _typed(
    whole: str, lines: Sequence[str], firsts: Sequence[int], texts: Sequence[NamedText]
) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in TYPES}
    found["date"] = [match.span() for match in _PATTERNS["date"].finditer(whole)]
    found["number"] = [match.span() for match in _PATTERNS["number"].finditer(whole)]
    found["quoted"] = [match.span("a" if match["a"] else "b") for match in _PATTERNS["quoted"].finditer(whole)]
    for line, first, one in zip(lines, firsts, texts, strict=True):
        for start, end, kind in _longest(_mentions(line, one.names)):
            found["name"].append((first + start, first + end))
            if kind in found:
                found[kind].append((first + start, first + end))
    return found


def _mentions(line: str, names: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    for name, kind in names:
        form = level(name).lower()
        if len(form) > 1:
            yield from ((place, place + len(form), kind) for place in places(line, form))


def places(text: str, word: str) -> Iterator[int]:
    """Where a word begins in a text, each time; nowhere for no word."""
    place = text.find(word) if word else -1
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def holds(text: str, words: str) -> bool:
    """Whether words stand in a text and are not part of a longer figure there: 15亿元 does not hold 5亿元."""
    if words not in text:
        return False
    figures = [match.span() for match in _PATTERNS["numeral"].finditer(text)]
    edges = ((place, place + len(words)) for place in places(text, words))
    return any(not any(a < start < b or a < end < b for a, b in figures) for start, end in edges)


def _longest(mentions: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Mentions that are part of no longer one."""
    kept: list[tuple[int, int, str]] = []
    for mention in sorted(set(mentions), key=lambda m: (m[0], -m[1])):
        if not kept or mention[1] > kept[-1][1]:
            kept.append(mention)
    return kept
