"""Names that are spelt wrong: typing errors in Latin names, homophones and wrong characters in Chinese ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from typing import NamedTuple

import rjieba
from rapidfuzz.distance import OSA

from nowall.language.normalise import is_cjk, normalise, squash
from nowall.language.pinyin import sound, syllable
from nowall.language.tokenizer import stop_words

_LATIN_WORD = re.compile(r"[a-z0-9]+")
_CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]+")
_INITIAL = re.compile(r"^[bpmfdtnlgkhjqxzcsrwy]*")
_MIN_LATIN = 5
"""A shorter Latin name is one letter away from too many ordinary words."""
_LONG_LATIN = 9
"""From this length on a word may have two errors."""
_MIN_CHINESE = 4
"""A shorter Chinese name must at least sound right."""


class Guess(NamedTuple):
    """A squashed name that the characters ``start`` to ``end`` of a text may stand for."""

    name: str
    start: int
    end: int


class Misspellings:
    """Finds misspelt names. Immutable once built."""

    def __init__(self, names: Iterable[str], occurs: Callable[[str], bool]) -> None:
        """``occurs``: whether a normalised text stands in the records, which are spelt right."""
        self._occurs = occurs
        self._latin: dict[tuple[str, int], list[tuple[str, ...]]] = defaultdict(list)
        self._sounds: dict[tuple[str, ...], str] = {}
        self._with_one_unknown: dict[str, str] = {}
        self._halves: set[tuple[int, str]] = set()
        self._longest = 0
        for name in names:
            self._learn(squash(name), tuple(_LATIN_WORD.findall(normalise(name))))

    def _learn(self, name: str, words: tuple[str, ...]) -> None:
        if name.isascii():
            if len(name) >= _MIN_LATIN and not name[-1].isdigit():
                self._latin[name[0], len(words)].append(words)
        elif all(map(is_cjk, name)) and len(name) > 1:
            self._longest = max(self._longest, len(name))
            self._sounds.setdefault(sound(name), name)
            if len(name) >= _MIN_CHINESE:
                self._halves.update(_halves(name))
                for pattern, _ in _one_unknown(name):
                    self._with_one_unknown.setdefault(pattern, name)

    def among(self, occurs: Callable[[str], bool]) -> Misspellings:
        """The same names, for other records."""
        other = copy(self)
        other._occurs = occurs  # noqa: SLF001  of its own kind
        return other

    def find(self, text: str, known: Collection[tuple[int, int]] = ()) -> Iterator[Guess]:
        """All guesses in a normalised text; they may overlap one another, but none of the ``known`` places."""
        words = list(_LATIN_WORD.finditer(text))
        for count in (3, 2, 1):
            for first in range(len(words) - count + 1):
                start, end = words[first].start(), words[first + count - 1].end()
                if _overlaps(start, end, known):
                    continue
                name = self._latin_name(tuple(word.group() for word in words[first : first + count]))
                if name and not self._occurs(text[start:end]):
                    yield Guess("".join(name), start, end)
        for run in _CHINESE_RUN.finditer(text):
            yield from self._chinese(run.group(), run.start(), known)

    def _latin_name(self, window: tuple[str, ...]) -> tuple[str, ...] | None:
        """The name that differs from a window in one word, and there by a typing error or two."""
        if sum(map(len, window)) < _MIN_LATIN:
            return None
        near = self._latin.get((window[0][0], len(window)), ())
        return min(filter(None, (_typing_errors(name, window) for name in near)), default=(0, None))[1]

    def _chinese(self, run: str, offset: int, known: Collection[tuple[int, int]]) -> Iterator[Guess]:
        """Windows of whole words alone: in 智能提升 nobody meant 智能体."""
        edges = [0]
        for word in rjieba.cut(run, hmm=False):
            edges.append(edges[-1] + len(word))
        sounds = sound(run)
        for i, start in enumerate(edges):
            for end in edges[i + 1 :]:
                if end - start > self._longest or _overlaps(offset + start, offset + end, known):
                    break
                name = self._chinese_name(run[start:end], sounds[start:end]) if end - start > 1 else None
                if name:
                    yield Guess(name, offset + start, offset + end)

    def _chinese_name(self, window: str, sounds: tuple[str, ...]) -> str | None:
        name = self._sounds.get(sounds) or self._nearly(window)
        if name is None:
            return None
        wrong = [character for character, right in zip(window, name, strict=True) if character != right]
        # two-letter names have many homophones: one character at least must be right, and none an ordinary word
        misspelt = len(wrong) < len(name) and not any(c in stop_words() for c in wrong)
        return name if misspelt and not self._occurs(window) else None

    def _nearly(self, window: str) -> str | None:
        """A longer name in which one character differs and sounds alike in part."""
        if len(window) < _MIN_CHINESE or self._halves.isdisjoint(_halves(window)):
            return None
        for pattern, place in _one_unknown(window):
            name = self._with_one_unknown.get(pattern)
            if name and _sounds_alike(name[place], window[place]):
                return name
        return None


def _overlaps(start: int, end: int, places: Collection[tuple[int, int]]) -> bool:
    return any(start < right and left < end for left, right in places)


def _halves(text: str) -> tuple[tuple[int, str], tuple[int, str]]:
    """The first and the second half; of two texts that differ in one character, one half is the same."""
    middle = len(text) // 2
    return (len(text), text[:middle]), (-len(text), text[middle:])


def _one_unknown(text: str) -> Iterator[tuple[str, int]]:
    for place in range(len(text)):
        yield f"{text[:place]}?{text[place + 1 :]}", place


def _sounds_alike(one: str, other: str) -> bool:
    """Whether two characters share the initial or the final of their syllables."""
    first, second = syllable(one), syllable(other)
    initials = [_INITIAL.match(s) for s in (first, second)]
    lengths = [len(match.group()) if match else 0 for match in initials]
    return first[: lengths[0]] == second[: lengths[1]] or first[lengths[0] :] == second[lengths[1] :]


def _typing_errors(name: tuple[str, ...], window: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
    """How many letters of one word are wrong, with the name; None where it is another name or another word."""
    differing = [(right, word) for right, word in zip(name, window, strict=True) if right != word]
    if len(differing) != 1:
        return None
    right, word = differing[0]
    allowed = 2 if len(right) >= _LONG_LATIN else 1
    distance = OSA.distance(right, word, score_cutoff=allowed)
    return (distance, name) if distance <= allowed and _digits(right) == _digits(word) else None


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
