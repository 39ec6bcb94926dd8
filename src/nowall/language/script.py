"""Which language and script a text is in, and Chinese text in the other script."""

from __future__ import annotations

import re
from functools import cache

import opencc

from nowall.answers import Language
from nowall.language.normalise import is_cjk

_QUOTED = re.compile(r"(“[^”]*”)")


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def detect(text: str) -> Language:
    """The language to answer in: English without Chinese characters, else the script that the text shows.

    A text whose characters are the same in both scripts counts as simplified.
    """
    chinese = [c for c in text if is_cjk(c)]
    if not chinese:
        return Language.EN
    joined = "".join(chinese)
    traditional = _changed(joined, "t2s")
    simplified = _changed(joined, "s2t")
    return Language.ZH_HANT if traditional > simplified else Language.ZH_HANS


def _changed(text: str, config: str) -> int:
    converted = _converter(config).convert(text)
    return sum(a != b for a, b in zip(text, converted, strict=False))


def in_script(text: str, language: Language) -> str:
    """A simplified text in the script of ``language``; words in quotation marks keep their original form."""
    if language is not Language.ZH_HANT:
        return text
    parts = _QUOTED.split(text)  # quoted parts are at the odd places
    return "".join(part if place % 2 else _converter("s2t").convert(part) for place, part in enumerate(parts))


def simplified(text: str) -> str:
    """A text in simplified characters; words in quotation marks keep their original form."""
    parts = _QUOTED.split(text)
    return "".join(part if place % 2 else _converter("t2s").convert(part) for place, part in enumerate(parts))
