"""Names in a question that no record knows: asked about them, the corpus cannot answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate

import rjieba
from ahocorasick_rs import AhoCorasick

from nowall.answer.understand.cues import is_attribute
from nowall.language.normalise import is_cjk, normalise
from nowall.lexicon import lexicon

_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.\-][A-Za-z0-9]+)*")
_NAME_TAGS = ("nr", "nt", "ns")
_SENTENCE_START = re.compile(r"(?:^|[.?!。？！:\"“]\s*)$")
_KNOWN_EVERYWHERE = ("person", "organisation", "model")
"""Of what the gazetteer's names count: a place is mostly where something is, and products are often words too."""


@cache
def _surnames() -> tuple[str, ...]:
    groups = lexicon("surnames")
    return tuple(groups["single"] + groups["double"])


@cache
def _gazetteer() -> tuple[tuple[str, ...], AhoCorasick]:
    """The names that are known everywhere, normalised, without those that are ordinary words too."""
    table = lexicon("gazetteer")
    unsure = {normalise(form) for form in table["ambiguous"] + table["cased"]}
    groups = (table[kind].values() for kind in _KNOWN_EVERYWHERE)
    forms = {normalise(form) for group in groups for name in group for form in name} - unsure
    names = tuple(sorted(form for form in forms if len(form) > 1))
    return names, AhoCorasick(names)


@cache
def _tails() -> re.Pattern[str]:
    """What may hang on a name and makes no other one of it: ``-style``, ``-like``."""
    return re.compile(rf"-(?:{'|'.join(lexicon('questions')['compounds']['tails_en'])})$")


def foreign_names(original: str, rest: str, covered: Callable[[str], bool]) -> tuple[str, ...]:
    """Words of a question that look like names and are none of the corpus.

    ``rest`` is the normalised question with the recognised names blanked out, so that what is left of none is
    taken for another; ``covered`` tells whether a normalised word occurs in any record, or lies within a
    recognised name. Latin words count when their letter case or digits mark a name; Chinese ones when the
    part-of-speech tagger says so; and both when they are known everywhere.
    """
    written = _latin(original, covered)
    told = normalise(" ".join(written))
    known = (name for name in _known_everywhere(rest) if name not in told and not covered(name))
    return tuple(dict.fromkeys([*written, *_chinese(rest, covered), *known]))


def _latin(original: str, covered: Callable[[str], bool]) -> list[str]:
    found = []
    chinese = any(map(is_cjk, original))
    for match in _LATIN_NAME.finditer(original):
        word = _tails().sub("", match.group())
        starts = bool(_SENTENCE_START.search(original[: match.start()]))
        capital = any(c.isupper() for c in word[1:]) or (word[0].isupper() and (chinese or not starts))
        mixed = any(c.isdigit() for c in word)
        if (capital or mixed) and len(word) > 1 and not _is_calendar(word) and not covered(normalise(word)):
            found.append(word)
    return found


def _is_calendar(word: str) -> bool:
    return word.casefold() in lexicon("calendar")["words"]


def _chinese(rest: str, covered: Callable[[str], bool]) -> list[str]:
    return [
        word
        for word, tag in rjieba.tag(rest)
        if tag.startswith(_NAME_TAGS) and all(map(is_cjk, word)) and _like_a_name(word, tag) and not covered(word)
    ]


def _known_everywhere(rest: str) -> Iterator[str]:
    """The gazetteer's names that stand in a text as words of their own."""
    names, automaton = _gazetteer()
    hits = automaton.find_matches_as_indexes(rest, overlapping=True)
    edges = {0, *accumulate(map(len, rjieba.cut(rest, hmm=False)))} if hits else set[int]()
    yield from (names[number] for number, start, end in hits if {start, end} <= edges)


def _like_a_name(word: str, tag: str) -> bool:
    if len(word) < 2 or word[0] == word[1] or is_attribute(word):
        return False
    if tag.startswith("nr"):
        return len(word) >= 4 or word.startswith(_surnames())
    return len(word) > 2 or tag.startswith("ns")
