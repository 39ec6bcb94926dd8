"""Whether the figures of two records may be of the same time."""

from __future__ import annotations

import re

from nowall.answer.span.texts import plain
from nowall.learn.extract.dates import find_dates
from nowall.lexicon import lexicon

_WORDS = lexicon("periods")
_NAMED = {name: re.compile(pattern) for name, pattern in _WORDS["named"].items()}
_SPELLED = re.compile(_WORDS["spelled"])


def of_one_time(one: str, two: str) -> bool:
    """Whether two texts give no different dates and name the same periods.

    Dates that count from an article's own one tell nothing; where one text has none, they may be the other's.
    """
    if _periods(one) != _periods(two):
        return False
    times = [{date.iso for date in find_dates(text, None) if not date.relative} for text in (one, two)]
    return not times[0] or not times[1] or bool(times[0] & times[1])


def _periods(text: str) -> set[str]:
    small = plain(text)
    return {name for name, pattern in _NAMED.items() if pattern.search(small)} | set(_SPELLED.findall(small))
