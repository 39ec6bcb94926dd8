"""Names in a question that no record knows: asked about them, the corpus cannot answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import rjieba

from nowall.language.normalise import is_cjk, normalise
from nowall.lexicon import lexicon

_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.\-][A-Za-z0-9]+)*")
_NAME_TAGS = ("nr", "nt", "ns")
_SENTENCE_START = re.compile(r"(?:^|[.?!。？！:\"“]\s*)$")


@cache
def _surnames() -> tuple[str, ...]:
    groups = lexicon("surnames")
    return tuple(groups["single"] + groups["double"])


def foreign_names(original: str, covered: Callable[[str], bool]) -> tuple[str, ...]:
    """Words of a question that look like names and are none of the corpus.

    ``covered`` tells whether a normalised word occurs in any record, or lies within a recognised name.
    Latin words count when their letter case or digits mark a name; Chinese ones when the part-of-speech
    tagger says so.
    """
    return tuple(dict.fromkeys([*_latin(original, covered), *_chinese(original, covered)]))


def _latin(original: str, covered: Callable[[str], bool]) -> list[str]:
    found = []
    chinese = any(map(is_cjk, original))
    for match in _LATIN_NAME.finditer(original):
        word = match.group()
        starts = bool(_SENTENCE_START.search(original[: match.start()]))
        capital = any(c.isupper() for c in word[1:]) or (word[0].isupper() and (chinese or not starts))
        mixed = any(c.isdigit() for c in word)
        if (capital or mixed) and len(word) > 1 and not _is_calendar(word) and not covered(normalise(word)):
            found.append(word)
    return found


def _is_calendar(word: str) -> bool:
    return word.casefold() in lexicon("calendar")["words"]


def _chinese(original: str, covered: Callable[[str], bool]) -> list[str]:
    tagged = rjieba.tag(normalise(original))
    return [
        word
        for word, tag in tagged
        if tag.startswith(_NAME_TAGS) and all(map(is_cjk, word)) and _like_a_name(word, tag) and not covered(word)
    ]


def _like_a_name(word: str, tag: str) -> bool:
    if len(word) < 2:
        return False
    if tag.startswith("nr"):
        return len(word) >= 4 or word.startswith(_surnames())
    return len(word) > 2 or tag.startswith("ns")
