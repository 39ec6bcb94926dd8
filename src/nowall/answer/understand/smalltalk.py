"""Smalltalk: greetings, thanks, laughter, insults, questions about the bot itself."""

from __future__ import annotations

import re
from functools import cache

from nowall.language.sieve import Sieve
from nowall.lexicon import lexicon

_NOT_CONTENT = re.compile(r"[\W_]+")
_EMOJI_ONLY = re.compile(r"^[\W_]+$")
_FILLER = "filler"
_LONGEST = 60
"""A longer text is never smalltalk alone."""


@cache
def _phrases() -> dict[str, list[str]]:
    return {name: group["zh"] + group["en"] for name, group in lexicon("smalltalk").items() if name != _FILLER}


@cache
def _sieve() -> Sieve[str]:
    return Sieve(_phrases())


@cache
def _pattern(group: str) -> re.Pattern[str]:
    return re.compile("|".join(_phrases()[group]))


@cache
def _filler() -> re.Pattern[str]:
    group = lexicon("smalltalk")[_FILLER]
    longest_first = sorted(group["zh"], key=len, reverse=True)
    return re.compile("|".join(longest_first + group["en"]))


def smalltalk(text: str) -> str | None:
    """The group of smalltalk that a normalised text belongs to, or None where it has other content.

    ``"你好"`` and ``"谢谢,讲得挺清楚的"`` are smalltalk; ``"你好,Orion 什么时候发布"`` is not.
    """
    if len(text) > _LONGEST or not text:
        return None
    if _EMOJI_ONLY.match(text):
        return None if set(text) <= set("?!. ") else "laughter"
    found: str | None = None
    rest = text
    possible = _sieve().let_through(text)
    for group in _phrases():
        shorter = _pattern(group).sub(" ", rest) if group in possible else rest
        if shorter != rest:
            found, possible = group, _sieve().let_through(shorter)
        rest = shorter
    left = found and _NOT_CONTENT.sub("", _filler().sub(" ", rest))
    return None if left else found
