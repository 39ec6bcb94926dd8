"""Recognises entities in a text: exact names first, longest match, then typos and homophones of names.

It runs over the normalised text before the tokenizer, so that a name is one thing however it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from nowall.language.misspellings import Misspellings
from nowall.language.normalise import normalise, squash
from nowall.records import Entity

_JOINTS = frozenset(" -_·'\".")
"""What `squash` leaves out."""
_JOINT = re.compile(f"[{re.escape(''.join(_JOINTS))}]")


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity found in a normalised text, at the characters ``start`` to ``end``.

    ``exact`` is False where the spelling had to be corrected.
    """

    entity: str
    start: int
    end: int
    exact: bool = True


def _nowhere(_: str) -> bool:
    return False


class EntityMatcher:
    """Finds the names of one lexicon in texts. Immutable once built."""

    def __init__(self, entities: Iterable[Entity], occurs: Callable[[str], bool] = _nowhere) -> None:
        """``occurs``: whether a normalised text stands in the records, and so is no misspelt name."""
        known = list(entities)
        self._forms: dict[str, str] = {}
        self._cased: dict[str, str] = {}
        for entity in known:
            for name in entity.names:
                self._forms.setdefault(squash(name), entity.id)
            self._cased.update(dict.fromkeys(entity.cased, entity.id))
        self._names = list(filter(None, self._forms))
        self._automaton = AhoCorasick(self._names)
        cased = "|".join(re.escape(form) for form in sorted(self._cased, key=len, reverse=True))
        self._cased_pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{cased})(?![A-Za-z0-9])")
        self._misspellings = Misspellings((name for entity in known for name in entity.names), occurs)

    def among(self, occurs: Callable[[str], bool]) -> EntityMatcher:
        """The same names, for records that have changed: ``occurs`` tells what stands in them now."""
        other = copy(self)
        other._misspellings = self._misspellings.among(occurs)  # noqa: SLF001  of its own kind
        return other

    def find(self, text: str, original: str = "") -> list[Mention]:
        """All mentions in a normalised text, misspelt ones too, in order, none overlapping another.

        ``original`` is the text before normalisation, for names that count in one letter case only.
        """
        taken = self.find_exact(text, original)
        guesses = self._misspellings.find(text, [(m.start, m.end) for m in taken])
        found = [Mention(self._forms[g.name], g.start, g.end, exact=False) for g in guesses]
        return sorted(taken + _disjoint(found), key=lambda m: m.start)

    def find_exact(self, text: str, original: str = "") -> list[Mention]:
        """The mentions that are spelt right: all that there are in a record."""
        exact = list(self._exact(text))
        return exact + [m for m in self._in_case(text, original) if not _overlaps(m, exact)]

    def _exact(self, text: str) -> Iterator[Mention]:
        """The longest name at each place, from left to right; a name that is part of a longer word is none."""
        squashed = _JOINT.sub("", text)
        found = self._automaton.find_matches_as_indexes(squashed, overlapping=True)
        places = [place for place, character in enumerate(text) if character not in _JOINTS] if found else ()
        end_of_last = 0
        for name, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
            if start >= end_of_last and _whole(text, places[start], places[end - 1] + 1):
                yield Mention(self._forms[self._names[name]], places[start], places[end - 1] + 1)
                end_of_last = end

    def _in_case(self, text: str, original: str) -> Iterator[Mention]:
        end_of_last = 0
        for match in self._cased_pattern.finditer(original) if self._cased else ():
            form = normalise(match.group())
            start = text.find(form, end_of_last)
            if start >= 0:
                end_of_last = start + len(form)
                yield Mention(self._cased[match.group()], start, end_of_last)


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
