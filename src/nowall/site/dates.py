"""Dates as a language writes them."""

from __future__ import annotations

import re

from nowall.answer.dateline import in_words
from nowall.answers import Language

_ISO = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")


def is_date(when: str | None) -> bool:
    """Whether this is a year, a month or a day as records give them."""
    return bool(when and _ISO.fullmatch(when))


def date_in_words(when: str, language: Language) -> str:
    """``2024 年 11 月 14 日``, ``14 November 2024``; what is no date stays as it is."""
    return in_words(when, language) if is_date(when) else when
