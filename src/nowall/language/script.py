"""Which language and script a text is in, and Chinese text in the other script."""

from __future__ import annotations

import re
from operator import ne

from nowall.answers import Language
from nowall.language.opencc_converter import converter

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_QUOTED = re.compile(r"(“[^”]*”)")


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


def spoken_in(text: str, client: Language | None) -> Language:
    """The language to answer a question in: its own, or the one of the asker's ``client`` where it shows none."""
    return detect(text) if client is None else client


def _changed(text: str, config: str) -> int:
    converted = converter(config).convert(text)
    return sum(map(ne, text, converted)) if converted != text else 0


def in_script(text: str, language: Language) -> str:
    """A simplified text in the script of ``language``; words in quotation marks keep their original form."""
    if language is not Language.ZH_HANT:
        return text
    parts = _QUOTED.split(text)  # quoted parts are at the odd places
    return "".join(part if place % 2 else converter("s2t").convert(part) for place, part in enumerate(parts))


def simplified(text: str) -> str:
    """A text in simplified characters; words in quotation marks keep their original form."""
    parts = _QUOTED.split(text)
    return "".join(part if place % 2 else converter("t2s").convert(part) for place, part in enumerate(parts))
