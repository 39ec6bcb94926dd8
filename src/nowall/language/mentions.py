"""Recognises entities in a text: exact names first, longest match, then typos and homophones of names.

It runs over the normalised text before the tokenizer, so that a name is one thing however it is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from nowall.language.normalise import is_cjk, normalise, squash
from nowall.language.pinyin import sound
from nowall.records import Entity

_JOINTS = frozenset(" -_·'\".")
"""What `squash` leaves out."""
_LATIN_WORD = re.compile(r"[a-z0-9]+")
_CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]+")
_MIN_TYPO_LENGTH = 5
"""A shorter Latin name is one letter away from too many ordinary words."""
_LONG_NAME = 9
_MIN_CHINESE_TYPO = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity found in a normalised text, at the characters ``start`` to ``end``.

    ``exact`` is False where the spelling had to be corrected.
    """

    entity: str
    start: int
    end: int
    exact: bool = True


class EntityMatcher:
    """Finds the names of one lexicon in texts. Immutable once built."""

    def __init__(self, entities: Iterable[Entity], is_word: frozenset[str] = frozenset()) -> None:
        """``is_word``: texts of the corpus that are no misspelt names although they look like one."""
        self._forms: dict[str, str] = {}
        self._cased: dict[str, str] = {}
        for entity in entities:
            for name in entity.names:
                self._forms.setdefault(squash(name), entity.id)
            self._cased.update(dict.fromkeys(entity.cased, entity.id))
        self._longest = max(map(len, self._forms), default=0)
        self._lengths = _lengths_by_start(self._forms)
        self._is_word = is_word
        self._latin: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[tuple[str, ...], str] = {}
        self._wildcards: dict[str, str] = {}
        for form in self._forms:
            self._learn_misspellings(form)

    def _learn_misspellings(self, form: str) -> None:
        if form.isascii():
            if len(form) >= _MIN_TYPO_LENGTH and not form[-1].isdigit():
                self._latin[form[0]].append(form)
        elif all(map(is_cjk, form)) and len(form) > 1:
            self._sounds.setdefault(sound(form), form)
            if len(form) >= _MIN_CHINESE_TYPO:
                for pattern in _one_unknown(form):
                    self._wildcards.setdefault(pattern, form)

    def find(self, text: str, original: str = "") -> list[Mention]:
        """All mentions in a normalised text, misspelt ones too, in order, none overlapping another.

        ``original`` is the text before normalisation, for names that count in one letter case only.
        """
        taken = self.find_exact(text, original)
        guesses = [m for m in self._misspelt(text) if not _overlaps(m, taken)]
        return sorted(taken + _disjoint(guesses), key=lambda m: m.start)

    def find_exact(self, text: str, original: str = "") -> list[Mention]:
        """The mentions that are spelt right: all that there are in a record."""
        exact = list(self._exact(text))
        return exact + [m for m in self._in_case(text, original) if not _overlaps(m, exact)]

    def _exact(self, text: str) -> Iterator[Mention]:
        squashed, places = _squash_with_places(text)
        position = 0
        while position < len(squashed):
            for length in self._lengths.get(squashed[position], ()):
                name = squashed[position : position + length]
                entity = self._forms.get(name) if len(name) == length else None
                if entity and _whole(text, places[position], places[position + length - 1] + 1):
                    yield Mention(entity, places[position], places[position + length - 1] + 1)
                    position += length - 1
                    break
            position += 1

    def _in_case(self, text: str, original: str) -> Iterator[Mention]:
        for form, entity in self._cased.items():
            if re.search(rf"(?<![A-Za-z0-9]){re.escape(form)}(?![A-Za-z0-9])", original):
                start = text.find(normalise(form))
                if start >= 0:
                    yield Mention(entity, start, start + len(form))

    def _misspelt(self, text: str) -> Iterator[Mention]:
        yield from self._misspelt_latin(text)
        for run in _CHINESE_RUN.finditer(text):
            yield from self._misspelt_chinese(run.group(), run.start())

    def _misspelt_latin(self, text: str) -> Iterator[Mention]:
        words = list(_LATIN_WORD.finditer(text))
        for count in (3, 2, 1):
            for first in range(len(words) - count + 1):
                group = words[first : first + count]
                window = "".join(word.group() for word in group)
                if len(window) >= _MIN_TYPO_LENGTH and window not in self._is_word:
                    form = self._nearest_latin(window)
                    if form:
                        yield Mention(self._forms[form], group[0].start(), group[-1].end(), exact=False)

    def _nearest_latin(self, window: str) -> str | None:
        best, best_distance = None, 3
        for form in self._latin.get(window[0], ()):
            allowed = 2 if len(form) >= _LONG_NAME else 1
            if abs(len(form) - len(window)) <= allowed and _digits(form) == _digits(window):
                distance = OSA.distance(form, window, score_cutoff=allowed)
                if distance <= allowed and distance < best_distance:
                    best, best_distance = form, distance
        return best

    def _misspelt_chinese(self, run: str, offset: int) -> Iterator[Mention]:
        longest = min(len(run), self._longest)
        for length in range(longest, 1, -1):
            for start in range(len(run) - length + 1):
                window = run[start : start + length]
                form = self._chinese_form(window)
                if form:
                    yield Mention(self._forms[form], offset + start, offset + start + length, exact=False)

    def _chinese_form(self, window: str) -> str | None:
        if window in self._is_word:
            return None
        if len(window) >= _MIN_CHINESE_TYPO:
            for pattern in _one_unknown(window):
                if pattern in self._wildcards:
                    return self._wildcards[pattern]
        form = self._sounds.get(sound(window))
        # two-letter names have many homophones: one character at least must be right
        return form if form and any(a == b for a, b in zip(form, window, strict=True)) else None


def _lengths_by_start(forms: Iterable[str]) -> dict[str, list[int]]:
    """For each first character how long the names are that begin with it, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in filter(None, forms):
        lengths[form[0]].add(len(form))
    return {start: sorted(found, reverse=True) for start, found in lengths.items()}


def _one_unknown(text: str) -> Iterator[str]:
    for place in range(len(text)):
        yield f"{text[:place]}?{text[place + 1 :]}"


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _squash_with_places(text: str) -> tuple[str, list[int]]:
    """The text without joints, and where each remaining character stood."""
    kept = [(c, place) for place, c in enumerate(text) if c not in _JOINTS]
    return "".join(c for c, _ in kept), [place for _, place in kept]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a Latin name stands as a word of its own, not within a longer word or version number."""
    before, first = text[start - 1 : start], text[start]
    after, last = text[end : end + 1], text[end - 1]
    if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
        return False
    if last.isascii() and last.isalnum() and after.isascii() and after.isalnum():
        return False
    return not (last.isdigit() and re.match(r"\.\d", text[end : end + 2]))


def _overlaps(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _disjoint(mentions: Iterable[Mention]) -> list[Mention]:
    """The longest first, those that overlap a longer one left out."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        if not _overlaps(mention, kept):
            kept.append(mention)
    return kept
