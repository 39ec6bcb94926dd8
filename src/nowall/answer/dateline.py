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

    return text if find_dates(text, None) else behind_date(when, text, language)


def behind_date(when: str, text: str, language: Language) -> str:
    """The text behind this date, whatever dates it gives itself."""
    year, month, day = (*map(int, when.split("-")), 0, 0)[:3]
    name = month_name[month] if language is Language.EN else month
    return say(language, _KEYS[when.count("-")], year=year, month=name, day=day, text=text)


def in_words(when: str, language: Language) -> str:
    """The date alone, as it stands before a text."""
    return behind_date(when, "", language).rstrip(":： ")


def words_of_date(when: str, text: str, published: str | None) -> str | None:
    """The words by which a text gives this very date, if it does; ``published`` is what 昨天 counts from."""
    from nowall.learn.extract.dates import find_dates  # noqa: PLC0415  as above

    return next((text[date.start : date.end] for date in find_dates(text, published) if date.iso == when), None)
