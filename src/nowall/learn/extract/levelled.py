"""A text in one script and one width, character for character, so that offsets in it are offsets in the original."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from nowall.language.opencc_converter import converter

_WIDTH = 0xFEE0
"""From a half-width character to its full-width form."""
_NARROW = re.compile(r"[,:;?!](?:(?=\s?[\u4e00-\u9fff“「《])|(?<=[\u4e00-\u9fff”」》）].))")


@lru_cache(maxsize=256)
def level(text: str) -> str:
    """The text in simplified characters, full-width letters and digits made plain; as long as it was.

    ``"２０２４年發佈"`` becomes ``"2024年发布"``. Chinese punctuation stays, and a half-width mark beside a Chinese
    character becomes Chinese.
    """
    if text.isascii():
        return text
    return _NARROW.sub(_widened, text.translate(_table()) if _changing().search(text) else text)


def _widened(match: re.Match[str]) -> str:
    return chr(ord(match.group()) + _WIDTH)


@cache
def _changing() -> re.Pattern[str]:
    """What the table changes: few texts have any of it, and looking is twenty times faster than translating."""
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]")


@cache
def _table() -> dict[int, str]:
    """Character by character: OpenCC's phrases may change a text's length, and lone surrogates stop it."""
    ideographs = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = converter("t2s").convert("\n".join(ideographs)).split("\n")
    table = {ord(old): new for old, new in zip(ideographs, simplified, strict=True) if old != new and len(new) == 1}
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), ord("％"), ord("．"), ord("＄")]
    table.update({code: chr(code - _WIDTH) for code in wide})
    return table | {ord("○"): "〇", ord("著"): "着", 0xA0: " ", 0x3000: " "}
