"""What a question says of the span that answers it: what stands beside its question word, which kind it wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import rjieba

from nowall.answer.question import NameOf, Question, QuestionKind
from nowall.language.tokenizer import stop_words
from nowall.lexicon import lexicon

_LEXICON = lexicon("spans")
_ASKING = re.compile(_LEXICON["asking"])
_MEASURE = re.compile(_LEXICON["measure"])
_EDGE = re.compile(_LEXICON["edge"])
EDGES = frozenset("是在为于的了有由被叫做自")
"""What such function words end with."""
_NOT_WORD = re.compile(r"\W")
_FAR = 4
"""Characters from the question word at which a word counts half."""
_NAMED = {NameOf.ORGANISATION: "organisation", NameOf.ANYTHING: "name"}
_TYPED = (QuestionKind.WHEN, QuestionKind.HOW_MANY, QuestionKind.WHO, QuestionKind.WHERE)
_KINDS = (
    *_TYPED, QuestionKind.WHY, QuestionKind.HOW, QuestionKind.LIST, QuestionKind.YES_NO, QuestionKind.QUOTE,
)  # fmt: skip
KINDS = (*(kind.value for kind in _KINDS), *_NAMED.values(), "other")
"""The kinds of question that change what a span should be like."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A content word of the question: its weight, and how near it stands to the question word (1 beside it)."""

    text: str
    weight: float
    nearness: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question as a frame with a gap."""

    left: str
    """The letters before the question word."""
    left_bare: str
    """Those without function words at their end."""
    right: str
    """The letters behind the question word."""
    starts_with_gap: bool
    head: str
    """The noun that the question word belongs to: 国家 in 哪个国家."""
    words: tuple[AskedWord, ...]
    pairs: frozenset[str]
    """Every two neighbouring characters of the question."""
    kinds: tuple[bool, ...]
    """Which of `KINDS` it is."""
    units: tuple[re.Pattern[str], ...]


def wanted(question: Question, weigh: Callable[[str], float]) -> Wanted:
    """Read a question; ``weigh`` gives the weight of a term."""
    text = question.text
    gap = _ASKING.search(text)
    start, end = gap.span() if gap else (len(text), len(text))
    left, right = _NOT_WORD.sub("", text[:start]), _NOT_WORD.sub("", text[end:])
    return Wanted(
        left=left,
        left_bare=_EDGE.sub("", left),
        right=right,
        starts_with_gap=gap is not None and start <= 1,
        head=_head(text[end:]) if gap else "",
        words=tuple(_words(text, start, end, weigh)),
        pairs=frozenset(text[i : i + 2] for i in range(len(text) - 1)),
        kinds=_kinds(question),
        units=question.units,
    )


def bare(text: str) -> str:
    """A text without function words at its end."""
    return _EDGE.sub("", text)


def _kinds(question: Question) -> tuple[bool, ...]:
    of_question = [kind in question.kinds for kind in _KINDS]
    named = [question.name_of is name for name in _NAMED]
    return (*of_question, *named, not any(of_question[: len(_TYPED)]))


def _head(behind: str) -> str:
    word = next(iter(rjieba.cut(_MEASURE.sub("", behind), hmm=False)), "")
    return "" if word in stop_words() or _NOT_WORD.fullmatch(word) else word


def _words(text: str, start: int, end: int, weigh: Callable[[str], float]) -> Iterator[AskedWord]:
    place = 0
    for word in rjieba.cut(text, hmm=False):
        is_gap = place < end and place + len(word) > start
        if not is_gap and word not in stop_words() and not _NOT_WORD.fullmatch(word):
            yield AskedWord(word, weigh(word), 1 / (1 + abs(place - start) / _FAR))
        place += len(word)
