"""Numbers as texts write them: ``3.5``, ``1,287``, ``十二``, ``一千二百万``, ``二〇二四``, ``1.2亿``."""

from __future__ import annotations

import re

_VALUES = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"亿": 100_000_000, "万": 10_000}
_PLAIN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def number(text: str) -> float | None:
    """The value of a levelled numeral, of which every character must have its part; None where it is none."""
    for scale, factor in _SCALES.items():
        upper, found, lower = text.rpartition(scale)
        if found:
            high, low = number(upper), number(lower) if lower else 0
            return None if high is None or low is None else high * factor + low
    return float(text.replace(",", "")) if _PLAIN.fullmatch(text) else _chinese(text)


def _chinese(text: str) -> float | None:
    """A numeral below ten thousand (三千五百), or digits read one by one (二〇二四)."""
    if not text or not all(character in _VALUES or character in _STEPS for character in text):
        return None
    if not any(character in _STEPS for character in text):
        return float("".join(str(_VALUES[character]) for character in text))
    total, digit = 0, None
    for character in text:
        if character in _STEPS:
            total += (1 if digit is None else digit) * _STEPS[character]
            digit = None
        elif digit:
            return None
        else:
            digit = _VALUES[character]
    return float(total + (digit or 0))
