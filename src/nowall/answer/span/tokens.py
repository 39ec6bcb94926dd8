"""The tokens of the texts: what can be said of each without the question, and the spans that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nowall.answer.span.texts import Offsets, Texts
from nowall.language.tokenizer import stop_words

Table = npt.NDArray[np.float32]
Marks = npt.NDArray[np.bool_]

TAGS = ("n", "nr", "ns", "nt", "nz", "v", "vn", "a", "m", "q", "t", "p", "d", "u", "c", "f", "r", "eng", "x", "i", "")
"""Parts of speech (jieba's), the last for all others."""
TAG_PLACE = {tag: place for place, tag in enumerate(TAGS)}
BEFORE = "是为于在由被叫名了达的以从向至到和与及、，。：（“《"
BEHIND = "的，。、；）”》是和与等为在"
"""Characters beside a span that tell something."""
_TRAITS = ("stop", "mark", "hard", "opening", "closing", "digit", "comma", "bracket", "foreign")
_HARD = re.compile(r"[，。；：！？,;!?\n]")
_WORD = re.compile(r"[\w%％$℃]")
_LONGEST_TOKENS = 14
_LONGEST = 40
"""Characters of a span."""
_KNOWN = 20_000
_ONE_HOT = np.eye(len(TAGS), dtype=np.float32)


class Tokens:
    """The tokens of some texts as arrays; ``traits`` tells by name which of them are stop words, marks, and so on."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.owner = np.searchsorted(texts.firsts, texts.starts, side="right") - 1
        table = np.array([_traits(token) for token in texts.tokens], dtype=bool).reshape(-1, len(_TRAITS))
        self.traits = dict(zip(_TRAITS, table.T, strict=True))
        self.within = inside(len(texts.whole), texts.numerals)
        self.traits["hard"] = self.traits["hard"] & ~self.within[texts.starts]  # the comma of 1,200 ends no clause
        self.tag = np.array([_tag_place(tag) for tag in texts.tags], dtype=np.intp)

    def pairs(self) -> tuple[Offsets, Offsets]:
        """First and last tokens of all spans within a clause that are no longer than an answer is and cut no figure."""
        n, hard, mark = len(self.texts.tokens), self.traits["hard"], self.traits["mark"]
        clause = np.cumsum(hard)
        begins = ~hard & (~mark | self.traits["opening"]) & ~self.within[self.texts.starts]
        ends = ~hard & (~mark | self.traits["closing"]) & ~self.within[self.texts.ends]
        firsts, lasts = [], []
        for length in range(min(_LONGEST_TOKENS, n)):
            first = np.flatnonzero(begins[: n - length] & ends[length:] & (clause[: n - length] == clause[length:]))
            firsts.append(first[self.texts.ends[first + length] - self.texts.starts[first] <= _LONGEST])
            lasts.append(firsts[-1] + length)
        return np.concatenate(firsts), np.concatenate(lasts)

    def begin(self) -> Table:
        """Tag of the first token and of the one before it, the character before it."""
        beside = self._beside(BEFORE, np.maximum(self.texts.starts - 1, -1))
        return np.hstack([_ONE_HOT[self.tag], _ONE_HOT[np.roll(self.tag, 1)], beside])

    def end(self) -> Table:
        """The same of the last token and what comes after it."""
        return np.hstack([_ONE_HOT[self.tag], _ONE_HOT[np.roll(self.tag, -1)], self._beside(BEHIND, self.texts.ends)])

    def _beside(self, characters: str, places: Offsets) -> Table:
        """Which of these characters stands at each place, or (last) nothing but the end of the text."""
        around = f"{self.texts.whole}\n"  # place -1 is its last
        codes = [len(characters) if (c := around[place]) == "\n" else characters.find(c) for place in places.tolist()]
        one_hot: Table = np.eye(len(characters) + 2, dtype=np.float32)[codes]
        return one_hot[:, :-1]  # -1, none of them, is the last column


def inside(length: int, found: Iterable[tuple[int, int]]) -> Marks:
    """For each place of a text, its end among them, whether one of these begins before it and ends behind it."""
    within: Marks = np.zeros(length + 1, dtype=bool)
    for start, end in found:
        within[start + 1 : end] = True
    return within


@lru_cache(_KNOWN)
def _traits(word: str) -> tuple[bool, ...]:
    return (
        word in stop_words(),
        not _WORD.search(word),
        _HARD.search(word) is not None,
        word in "《“",
        word in "》”)）",
        any(map(str.isdigit, word)),
        word == "、",
        word in "“”《》()（）",
        not word.isascii(),
    )


@lru_cache(_KNOWN)
def _tag_place(tag: str) -> int:
    if tag.startswith("nr"):
        return TAG_PLACE["nr"]
    return TAG_PLACE.get(tag, TAG_PLACE.get(tag[:1], TAG_PLACE[""]))
