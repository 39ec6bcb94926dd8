"""Texts as word lists are compared with them: normalised and without spaces; and what reads like running text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from nowall.language.normalise import normalise

_LEFT_OUT = str.maketrans("", "", " \"'")
_SENTENCE = re.compile(r"[。！；!;]|[.][”」』\"]?$|(?<=[a-z]{2})[.] [A-Z]")
_ASKED = re.compile(r"[?？][”」』\"]?$")
_CHINESE = re.compile("[\u3400-\u9fff]")
_PAUSE = re.compile(r"[，,]")


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """A normalised text without spaces and quotation marks: ``"大 家 都 在 看"`` becomes ``"大家都在看"``."""
    return normalise(text).translate(_LEFT_OUT)


def alternatives(words: Iterable[str]) -> str:
    """A pattern of squeezed words, the longest first; a Latin word counts as a whole word only."""
    squeezed = {squeeze(word) for word in words}
    return "|".join(map(_one, sorted(squeezed, key=lambda word: (-len(word), word))))


def is_prose(text: str) -> bool:
    """Whether a line reads like running text: long, or ended like a sentence; titles and menus do not."""
    if len(text) > 60:
        return bool(_CHINESE.search(text)) or text.count(" ") > 12 or bool(_SENTENCE.search(text))
    if not _CHINESE.search(text):
        return text.count(" ") >= 6 and bool(_SENTENCE.search(text))
    if len(text) < 10:
        return False
    return bool(_SENTENCE.search(text)) or (len(text) >= 20 and bool(_ASKED.search(text) and _PAUSE.search(text)))


def _one(word: str) -> str:
    before = r"(?<![a-z])" if word[:1].isascii() and word[:1].isalpha() else ""
    after = r"(?![a-z])" if word[-1:].isascii() and word[-1:].isalpha() else ""
    return f"{before}{re.escape(word)}{after}"
