"""Pinyin without tones, by which homophones of names are found (猎户坐 sounds like 猎户座)."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters need no phrases, which load for half a second

from pypinyin import Style
from pypinyin.core import lazy_pinyin

_NOT_IN_IDS = re.compile("[^a-z0-9]+")
_SAME_SOUND = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """The toneless syllable of one character, retroflex and dental initials taken as one."""
    sound = lazy_pinyin(character, style=Style.NORMAL, errors="ignore")
    if not sound:
        return character
    text = str(sound[0])
    for whole, part in _SAME_SOUND:
        if text.startswith(whole):
            return part + text[len(whole) :]
    return text


def sound(text: str) -> tuple[str, ...]:
    """The syllables of a Chinese text, one for each character."""
    return tuple(syllable(character) for character in text)


def slug(text: str) -> str:
    """A text as an id in Latin letters, Chinese by its sound: 林艾达 is ``lin-ai-da``; empty where none are left."""
    latin = " ".join(lazy_pinyin(text, style=Style.NORMAL))
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_IDS.sub("-", plain).strip("-")
