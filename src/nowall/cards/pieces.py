"""Words as pieces between which a line may end: Chinese characters and marks, English words; all widths in ems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import rjieba

from nowall.answers import Language
from nowall.cards.faces import Face
from nowall.cards.wording import clusters
from nowall.lexicon import lexicon

FORBIDDEN = 25.0
"""What it costs to end a line where it must not end: more than anything else, but words without end must end too."""
_AFTER_MARK = 0.0
_BETWEEN_WORDS = 0.012
_AFTER_HYPHEN = 0.05
_BEFORE_LEANING = _ALONE = 0.05
_WITHIN_WORD = 0.07
_WITHIN_LONG_WORD = 1.0
_LONG = 10.0
"""Ems: a Latin word that is longer may have to be broken anywhere."""
_THIN = 0.2
"""Ems between Chinese and Latin."""
_SQUEEZED = 0.5
"""Ems that two marks beside each other lose at most: half of the one or of the other is blank."""
_LEFT_BETWEEN_MARKS = 0.12
_POINT = "·"
_HAN = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3105-\u318e\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_IS_HAN = re.compile(f"[{_HAN}]")
_WIDE = re.compile(f"[{_HAN}\\u3000-\\u303f\\ufe30-\\ufe4f\\uff00-\\uff60\\uffe0-\\uffe6]")
_WITHIN_ENGLISH = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
_HYPHENS = re.compile(r"(?<=[\w.])(?<=\w[-/–—])(?=\w)|(?<=[-/–—])(?=\w)")


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never divided, and what follows if the line goes on."""

    text: str
    face: Face
    width: float
    gap: float = 0.0
    """Space to the next piece on the same line; below zero where two marks are squeezed."""
    cost: float = FORBIDDEN
    """Of ending the line behind it."""
    before: float = 0.0
    """Blank at its left that a line does not begin with."""
    behind: float = 0.0
    """Blank at its right that a line does not end with."""


def is_chinese(words: str) -> bool:
    """Whether the words are set as Chinese: at least a twentieth of their characters is."""
    return 20 * len(_IS_HAN.findall(words)) >= len(words) > 0


def pieces_of(words: str, chinese: Face, latin: Face) -> list[Piece]:
    """The pieces of words that are one line."""
    set_as_chinese = is_chinese(words)
    shared = frozenset(lexicon("typesetting")["shared"]) if set_as_chinese else frozenset[str]()
    found: list[Piece] = []
    for run, wide in _runs(words, shared):
        if run == " ":
            if found:
                found[-1] = replace(found[-1], gap=latin.width(" "), cost=_BETWEEN_WORDS)
        elif wide:
            found.extend(_chinese(run, chinese))
        else:
            found.extend(_latin(run, latin))
    found = _joined(found)
    linked = [*(_before(one, then) for one, then in pairwise(found)), *found[-1:]]
    return [linked[0], *(_beside_mark(*pair) for pair in pairwise(linked))] if linked else []


def marked(pieces: list[Piece], marks: str, face: Face) -> tuple[list[Piece], tuple[Piece, Piece]]:
    """The pieces and the closing one of two marks behind them; also both marks, of which the first is in no line."""
    opening, closing = (_measured(mark, face, FORBIDDEN) for mark in marks)
    last = [_before(pieces[-1], closing)] if pieces else []
    return [*pieces[:-1], *last, closing], (opening, closing)


def _runs(words: str, shared: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Runs of what is set as Chinese, of what is Latin, and blanks; whether each is the former."""
    apostrophes = {found.start() for found in _WITHIN_ENGLISH.finditer(words)}
    run, kind = "", ""
    for place, character in enumerate(words):
        if character == " ":
            is_now = " "
        elif _WIDE.match(character) or (character in shared and place not in apostrophes):
            is_now = "wide"
        else:
            is_now = "latin"
        if run and is_now != kind:
            yield run, kind == "wide"
            run = ""
        run, kind = run + character, is_now
    if run:
        yield run, kind == "wide"


def _chinese(run: str, face: Face) -> Iterator[Piece]:
    """A piece for each character; within a word it costs more to end a line."""
    for word in rjieba.cut(run, hmm=False):
        parts = clusters(word)
        for place, part in enumerate(parts, 1):
            yield _measured(part, face, _WITHIN_WORD if place < len(parts) else _BETWEEN_WORDS)


def _latin(run: str, face: Face) -> Iterator[Piece]:
    if face.width(run) > _LONG:
        for part in _HYPHENS.split(run):
            yield from (_measured(one, face, _WITHIN_LONG_WORD) for one in clusters(part))
        return
    parts = list(filter(None, _HYPHENS.split(run)))
    yield from (_measured(part, face, _AFTER_HYPHEN) for part in parts[:-1])
    yield from (_measured(part, face, _BETWEEN_WORDS) for part in parts[-1:])


def _measured(text: str, face: Face, cost: float) -> Piece:
    rules = _rules()
    width = face.width(text)
    before = face.blank(text[0]).before if text[0] in rules.opening else 0.0
    behind = face.blank(text[-1]).behind if text[-1] in rules.closing else 0.0
    return Piece(text, face, width, cost=cost, before=before, behind=behind)


def _before(one: Piece, then: Piece) -> Piece:
    """The piece as it stands before the next one: how near, and what it costs to end the line between them."""
    return replace(one, gap=_gap(one, then), cost=_cost(one, then))


def _gap(one: Piece, then: Piece) -> float:
    marks = [
        part.face.language is not Language.EN and part.text[edge] in _rules().wide
        for part, edge in ((one, -1), (then, 0))
    ]
    if all(marks):
        return -min(_SQUEEZED, max(0.0, one.behind + then.before - _LEFT_BETWEEN_MARKS))
    if any(marks):
        return 0.0  # half of the mark is blank
    if one.gap and _POINT in {one.text, then.text}:
        return one.gap  # what separates is in the middle
    if one.face is then.face:
        return one.gap
    return 0.0 if one.text[-1] in _rules().never_last or then.text[0] in _rules().never_first else _THIN


def _cost(one: Piece, then: Piece) -> float:
    rules = _rules()
    last, first = one.text[-1], then.text[0]
    if last in rules.never_last or first in rules.never_first:
        return FORBIDDEN
    if last in rules.pausing:
        return min(one.cost, _AFTER_MARK)
    return one.cost + (_BEFORE_LEANING if first in rules.leaning else 0.0)


def _beside_mark(one: Piece, then: Piece) -> Piece:
    """The second piece; behind an opening mark a line does not like to end after a single character."""
    alone = one.text[-1] in _rules().opening and len(then.text) == 1
    return replace(then, cost=then.cost + _ALONE) if alone else then


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Two dashes or two ellipses are one mark."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not found[-1].gap and found[-1].text + piece.text in _rules().joined:
            found[-1] = replace(_measured(found[-1].text + piece.text, piece.face, piece.cost), gap=piece.gap)
        else:
            found.append(piece)
    return found


@dataclass(frozen=True, slots=True)
class _Rules:
    never_first: frozenset[str]
    never_last: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    joined: frozenset[str]
    leaning: frozenset[str]
    wide: frozenset[str]
    pausing: frozenset[str]


@cache
def _rules() -> _Rules:
    table = lexicon("typesetting")
    names = ("never_first", "never_last", "opening", "closing", "joined", "leaning")
    sets = {name: frozenset(table[name]) for name in names}
    pausing = frozenset(table["closing"] + table["clauses"] + table["sentence_ends"])
    return _Rules(**sets, wide=sets["opening"] | sets["closing"], pausing=pausing)
