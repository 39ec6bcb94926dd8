"""Names that a hijacked mirror puts between paragraphs: short lines that repeat and are foreign to the article."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

from nowall.learn.clean.lines import Sheet
from nowall.learn.clean.phrases import alternatives, is_prose, squeeze
from nowall.lexicon import lexicon

_REPEATS = 3
_SHORTEST, _LONGEST = 4, 40
_GLUED = 12
"""What may stand beside a watermark in a line that falls with it."""
_TOKEN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")


def drop_watermarks(sheet: Sheet) -> None:
    """Drop repeated foreign lines, those that say little beside one or are its beginning, and copies within lines."""
    short = [squeeze(str(line)) if len(line.text.text) <= _LONGEST * 2 else "" for line in sheet.lines]
    marks = _watermarks(sheet, short)
    if not marks:
        return
    sheet.keep(["watermark" if text and _falls(text, marks) else None for text in short])
    copies = re.compile("|".join(map(_as_written, sorted(marks, key=len, reverse=True))), re.IGNORECASE)
    for place, line in enumerate(sheet.lines):
        sheet.edit(place, [(m.start(), m.end(), "") for m in copies.finditer(line.text.text)], "watermark")
    sheet.tidy()


def _watermarks(sheet: Sheet, short: list[str]) -> set[str]:
    counts = Counter(text for text in short if _SHORTEST <= len(text) <= _LONGEST)
    repeated = {text for text, count in counts.items() if count >= _REPEATS and not is_prose(text)}
    if not repeated:
        return set()
    rest = squeeze(
        "\n".join(str(line)[:2000] for line, text in zip(sheet.lines, short, strict=True) if text not in repeated)
    )
    return {text for text in repeated if _marks().search(text) or _is_foreign(text, rest)}


def _is_foreign(text: str, rest: str) -> bool:
    """Whether no two neighbouring characters (or Latin word) of a line stand anywhere else in the article."""
    tokens = _TOKEN.findall(text)
    pairs = [a + b for a, b in pairwise(tokens)] or tokens
    return len(text) > _SHORTEST and not any(pair in rest for pair in pairs)


def _falls(text: str, marks: set[str]) -> bool:
    if any(mark in text and len(text) - len(mark) <= _GLUED for mark in marks):
        return True
    return len(text) >= _SHORTEST and any(mark.startswith(text) for mark in marks)


def _as_written(mark: str) -> str:
    return r"[ \t]?".join(map(re.escape, mark))


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon("boilerplate")["watermarks"]["marks"]))
