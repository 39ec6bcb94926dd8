"""The one normaliser: questions and records go through it, so that they can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nowall.language.opencc_converter import converter

_SAME = str.maketrans(
    {
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "•": "·", "・": "·", "‧": "·", "∙": "·", "．": ".",
        "’": "'", "‘": "'", "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"',
        "。": ".", "，": ",", "、": ",", "；": ";", "：": ":", "？": "?", "！": "!", "《": '"', "》": '"',
        "（": "(", "）": ")", "…": "...",
    }
)  # fmt: skip
_MARK = re.compile(f"[{''.join(map(chr, _SAME))}]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe00-\ufe0f]")
_JOINTS = re.compile(r"[\s\-_·'\".]+")


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """NFKC, case fold, traditional to simplified, one form for look-alike punctuation, single spaces.

    ``"ＡＧＩ 五級？"`` becomes ``"agi 五级?"``.
    """
    text = _MARK.sub(_same, _INVISIBLE.sub("", text))  # first: without full-width marks NFKC has less to do
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_MARK.sub(_same, converter("t2s").convert(text)).split())


def _same(mark: re.Match[str]) -> str:
    return _SAME[ord(mark.group())]


def squash(text: str) -> str:
    """A normalised text without spaces, hyphens, dots and quotes: how names are compared.

    ``"GPT-4o mini"`` and ``"gpt4omini"`` squash to the same.
    """
    return _JOINTS.sub("", normalise(text))


def is_cjk(character: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"
