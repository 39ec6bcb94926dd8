"""Which language and script a text is in, and Chinese text in the other script."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import ne

from nowall.answers import Language
from nowall.language.opencc_converter import converter

_REMEMBERED = 1_024
"""Texts whose language is kept: it is asked for several times while one question is answered."""
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LETTERS = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"(“[^”]*”)")


@lru_cache(_REMEMBERED)
def detect(text: str) -> Language:
    """The language to answer in: English without Chinese characters, else the script that the text shows.

    A text whose characters are the same in both scripts counts as simplified.
    """
    chinese = "".join(_CHINESE.findall(text))
    if not chinese:
        return Language.EN
    traditional = _changed(chinese, "t2s")
    if traditional and traditional > _changed(chinese, "s2t"):
        return Language.ZH_HANT
    return Language.ZH_HANS


def spoken_in(text: str, client: Language, unnamed: str) -> Language:
    """The language to answer in: the text's own, or the one of the asker's ``client`` where the text shows none.

    ``unnamed`` is the normalised text without its names. Chinese that is the same in both scripts shows no script;
    what is nothing but names, numbers, abbreviations and signs shows no language.
    """
    chinese = "".join(_CHINESE.findall(text))
    if not chinese:
        return Language.EN if any(_is_word(word, unnamed) for word in _LETTERS.findall(text)) else client
    shows_script = _changed(chinese, "t2s") or _changed(chinese, "s2t")
    return detect(text) if shows_script or client is Language.EN else client


def _is_word(letters: str, unnamed: str) -> bool:
    """Whether letters are a word of a language: neither a name, nor like ``GPT4`` or ``NASA``."""
    if any(c.isdigit() for c in letters) or sum(map(str.isupper, letters)) > 1:
        return False
    return re.search(rf"(?<![a-z]){re.escape(letters.casefold())}(?![a-z])", unnamed) is not None


def _changed(text: str, config: str) -> int:
    converted = converter(config).convert(text)
    return sum(map(ne, text, converted)) if converted != text else 0


def in_script(text: str, language: Language) -> str:
    """A simplified text in the script of ``language``; words in quotation marks keep their original form."""
    if language is not Language.ZH_HANT:
        return text
    parts = _QUOTED.split(text)  # quoted parts are at the odd places
    return "".join(part if place % 2 else traditional(part) for place, part in enumerate(parts))


def traditional(text: str) -> str:
    """A simplified text in the characters that Taiwan writes; its words stay the same ones."""
    return str(converter("s2tw").convert(text))


def simplified(text: str) -> str:
    """A text in simplified characters; words in quotation marks keep their original form."""
    parts = _QUOTED.split(text)
    return "".join(part if place % 2 else converter("t2s").convert(part) for place, part in enumerate(parts))
