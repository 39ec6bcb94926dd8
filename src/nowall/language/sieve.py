"""Tells which of many patterns may match a text, in one pass over it: by letters of which every match has some."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from re import _constants as kinds  # type: ignore[attr-defined]  # the parser that `re` itself uses
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

K = TypeVar("K")

_NONE: frozenset[str] = frozenset()


class Sieve(Generic[K]):
    """Holds back patterns that cannot match a text. Immutable once built."""

    def __init__(self, patterns: Mapping[K, Iterable[str]]) -> None:
        """``patterns``: under each key regular expressions, any of which may match."""
        self._always: set[K] = set()
        keys: dict[str, set[K]] = defaultdict(set)
        for key, alternatives in patterns.items():
            for found in map(needed, alternatives):
                if not found:
                    self._always.add(key)
                for letters in found:
                    keys[letters].add(key)
        self._keys = list(keys.values())
        self._automaton = AhoCorasick(list(keys))

    def let_through(self, text: str) -> frozenset[K]:
        """The keys of all patterns that match a text, and maybe of some that do not."""
        found = {number for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        return frozenset(self._always.union(*(self._keys[number] for number in found)))


def needed(pattern: str) -> frozenset[str]:
    """Letters of which every match of a regular expression has some in a row; none where that cannot be told.

    ``"(什么时候|何时).{0,4}发布?"`` needs ``什么时候`` or ``何时``.
    """
    parsed = parser.parse(pattern)
    return _NONE if parsed.state.flags & re.IGNORECASE else _needed(parsed)


def _needed(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found, row = [_NONE], ""
    for kind, value in parts:
        if kind is kinds.LITERAL:
            row += chr(value)
        elif kind is not kinds.AT:  # what stands between two letters and takes no room
            found += [frozenset({row}), _of_part(kind, value)]
            row = ""
    found.append(frozenset({row}))
    return max(found, key=lambda some: (min(map(len, some), default=0), -len(some)))


def _of_part(kind: Any, value: Any) -> frozenset[str]:
    if kind is kinds.SUBPATTERN:
        _, flags, _, inside = value
        return _NONE if flags & re.IGNORECASE else _needed(inside)
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        least, _, repeated = value
        return _needed(repeated) if least else _NONE
    if kind is kinds.BRANCH:
        return _either(map(_needed, value[1]))
    if kind is kinds.IN:
        return _either(frozenset({chr(v)}) if k is kinds.LITERAL else _NONE for k, v in value)
    return _NONE


def _either(alternatives: Iterable[frozenset[str]]) -> frozenset[str]:
    every = list(alternatives)
    return frozenset[str]().union(*every) if all(every) else _NONE
