"""Dates with a year, as articles and addresses write them, in ISO form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from nowall.lexicon import lexicon

_CLOCK = r"(?:日|\s|T)*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d{1,6})?(?:Z|\s?[+-]\d{2}:?\d{2})?"
_NUMBERS = re.compile(
    rf"(?<![\d.])((?:19|20)\d\d)\s?[-/.年]\s?(\d{{1,2}})\s?[-/.月]\s?(\d{{1,2}})(?![\d])(?:{_CLOCK}|\s?日|)"
)
_IN_ADDRESS = re.compile(r"[/_-]((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_.-]|$)")


def dates(text: str) -> Iterator[tuple[str, int, int]]:
    """ISO dates in a text, and where each stands, its time of day and weekday included."""
    for match in _NUMBERS.finditer(text):
        iso = _iso(match[1], match[2], match[3])
        if iso:
            yield iso, match.start(), match.end()
    for match in _written().finditer(text):
        month = match["month"] or match["month_"]
        iso = _iso(match["year"], str(_month(month)), match["day"] or match["day_"])
        if iso:
            yield iso, match.start(), match.end()


def address_date(url: str) -> str | None:
    """The day that an address has in its path, as ISO."""
    match = _IN_ADDRESS.search(url)
    return _iso(match[1], match[2], match[3]) if match else None


def iso_date(text: str) -> str | None:
    """The first date of a text, as ISO."""
    return next((iso for iso, _, _ in dates(text)), None)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    names = lexicon("bylines")["months"]
    return next(number for number, full in enumerate(names, 1) if full[:3] == name[:3].lower())


@cache
def _written() -> re.Pattern[str]:
    names = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in lexicon("bylines")["months"])
    clock = r"(?:,?\s(?:at\s)?\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4}\b)?)?"
    first = rf"(?P<month>{names})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    second = rf"(?P<day_>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month_>{names})\.?"
    return re.compile(rf"\b(?:{first}|{second}),?\s(?P<year>(?:19|20)\d\d)\b{clock}", re.IGNORECASE)
