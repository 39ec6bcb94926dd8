"""A record's date in words, before its text."""

from __future__ import annotations

from calendar import month_name

from nowall.answers import Language
from nowall.texts import say

_KEYS = ("answer.in_year", "answer.in_month", "answer.on_day")
"""By how much of the date is known."""


def dateline(when: str, text: str, language: Language) -> str:
    """The text behind its date (``2024``, ``2024-11`` or ``2024-11-14``), or alone where it gives a date itself."""
    from nowall.learn.extract.dates import find_dates  # noqa: PLC0415  its patterns take 30 ms, and few answers need them

    if find_dates(text, None):
        return text
    year, month, day = (*map(int, when.split("-")), 0, 0)[:3]
    name = month_name[month] if language is Language.EN else month
    return say(language, _KEYS[when.count("-")], year=year, month=name, day=day, text=text)
