"""Pinyin that converters of script leave behind the characters: 戰(zhàn)略."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style
from pypinyin.core import pinyin

from nowall.language.pinyin import syllable  # sets pypinyin up before it is loaded
from nowall.learn.clean.lines import Sheet

_GLOSS = re.compile(r"(?<=([\u3400-\u4dbf\u4e00-\u9fff]))[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6})[)）]")
_MANY = 3
"""So many true glosses prove a converter; then a rare reading that the dictionary lacks is one, too."""


def drop_pinyin(sheet: Sheet) -> None:
    """Drop each gloss that is a reading of the character before it."""
    found = [
        (place, match, match[2] in _readings(match[1]))
        for place, line in enumerate(sheet.lines)
        for match in _GLOSS.finditer(line.text.text)
    ]
    is_converted = sum(true for _, _, true in found) >= _MANY
    edits: dict[int, list[tuple[int, int, str]]] = {}
    for place, match, true in found:
        if true or _toneless(match[2]) in _toneless_readings(match[1]) or (is_converted and not match[2].isascii()):
            edits.setdefault(place, []).append((match.start(), match.end(), ""))
    for place, cuts in edits.items():
        sheet.edit(place, cuts, "pinyin")


@lru_cache(maxsize=4096)
def _readings(character: str) -> frozenset[str]:
    return frozenset(
        pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")[:1][0] or [syllable(character)]
    )


@lru_cache(maxsize=4096)
def _toneless_readings(character: str) -> frozenset[str]:
    return frozenset(map(_toneless, _readings(character)))


def _toneless(reading: str) -> str:
    decomposed = unicodedata.normalize("NFD", reading)
    return "".join(c for c in decomposed if c.isascii()).replace("v", "u")
