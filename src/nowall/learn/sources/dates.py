"""The date that a source states in a field of its own, in the forms that files and feeds write."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

_DAY = re.compile(
    r"(?P<year>\d{4})(?:(?P<sign>[-/.])(?P<month>\d\d?)(?:(?P=sign)(?P<day>\d\d?)(?:[T\s].*)?)?)?"
    r"|(?P<years>\d{4})(?P<months>\d\d)(?P<days>\d\d)(?:T.*)?",
    re.ASCII | re.DOTALL,
)
_CHINESE = str.maketrans("年月日", "-- ")
_LONGEST = 100
_YEARS = range(1800, 2200)
"""Others are what programs write for "unknown", such as ``0001-01-01``."""


def iso_date(stated: str) -> str | None:
    """The ISO date of a stated date or time, no more precise than it is; None for what is no date.

    ISO 8601, RFC 2822 and 2024年11月14日 are understood. The day is the one written, whatever the time zone.
    """
    stated = stated.translate(_CHINESE).strip("- \t\n")
    if len(stated) > _LONGEST:
        return None
    match = _DAY.fullmatch(stated)
    try:
        if not match:
            written = parsedate_to_datetime(stated).date()
            return written.isoformat() if written.year in _YEARS else None
        parts = [int(part) for name, part in match.groupdict().items() if part and name != "sign"]
        complete = date(*[*parts, 1, 1][:3]).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return complete[: (4, 7, 10)[len(parts) - 1]] if parts[0] in _YEARS else None
