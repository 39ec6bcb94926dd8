"""Words that a reposting site put in the place of others: proved by give-aways, then put back where that is sure."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from nowall.learn.clean.lines import Sheet
from nowall.lexicon import lexicon

_PROOF = 2
"""So many different give-aways, or one of them so often, prove an article altered."""
_QUOTED = re.compile(r"“[^“”]{0,600}”|「[^「」]{0,600}」|『[^『』]{0,600}』|\"[^\"]{0,600}\"")
_SPACED = re.compile(r"([\u3400-\u9fff]{2}) (?=[\u3400-\u9fff])")
_CHINESE = "\u3400-\u9fff"


def restore(sheet: Sheet) -> bool:
    """Put the original words back outside of quotation marks; say whether the article was altered."""
    give_aways, pattern = _give_aways()
    found = Counter(m.group() for line in sheet.lines for m in pattern.finditer(line.text.text))
    if len(found) < _PROOF and not any(count >= _PROOF for count in found.values()):
        return False
    if not any("\u4e00" <= c <= "\u9fff" for line in sheet.lines for c in line.text.text[:50]):
        return False
    ordinary, evidence = _ordinary()
    spaced = _words_with_space(sheet)
    for place in range(len(sheet.lines)):
        _edit(sheet, place, pattern, give_aways, "substitution")
        _edit(sheet, place, evidence, ordinary, "substitution")
        _close_gaps(sheet, place, spaced)
    return True


def _edit(sheet: Sheet, place: int, pattern: re.Pattern[str], meant: dict[str, str], step: str) -> None:
    text = sheet.lines[place].text.text
    matches = list(pattern.finditer(text))
    quoted = [m.span() for m in _QUOTED.finditer(text)] if matches else []
    edits = [
        (m.start(), m.end(), meant[m.group()])
        for m in matches
        if not any(start <= m.start() < end for start, end in quoted)
    ]
    sheet.edit(place, edits, step)


def _words_with_space(sheet: Sheet) -> frozenset[str]:
    """Words of two characters that have a space between them and Chinese three times: one was put in with its space."""
    counts = Counter(m[1] for line in sheet.lines for m in _SPACED.finditer(line.text.text))
    return frozenset(word for word, count in counts.items() if count >= 3)


def _close_gaps(sheet: Sheet, place: int, words: frozenset[str]) -> None:
    if not words:
        return
    one = "|".join(map(re.escape, sorted(words)))
    gaps = rf"(?<=[{_CHINESE}，。、]) (?={one})|(?<={one}) (?=[{_CHINESE}])" if len(words) else ""
    text = sheet.lines[place].text.text
    sheet.edit(place, [(m.start(), m.end(), "") for m in re.finditer(gaps, text)], "spacing")


@cache
def _give_aways() -> tuple[dict[str, str], re.Pattern[str]]:
    rows = lexicon("substitutions")["giveaway"]
    return {row["put"]: row["was"] for row in rows}, re.compile("|".join(map(_apart, rows)))


def _apart(row: dict[str, str]) -> str:
    before = f"(?<![{row['not_before']}])" if "not_before" in row else ""
    after = f"(?![{row['not_after']}])" if "not_after" in row else ""
    return before + re.escape(row["put"]) + after


@cache
def _ordinary() -> tuple[dict[str, str], re.Pattern[str]]:
    """The ordinary words, and where the words around them prove them: before one word, after one, or both."""
    rows = lexicon("substitutions")["ordinary"]
    return {row["put"]: row["was"] for row in rows}, re.compile("|".join(map(_in_place, rows)))


def _in_place(row: dict[str, list[str]]) -> str:
    word = re.escape(str(row["put"]))
    before = "(?:" + "|".join(f"(?<={w})" for w in row.get("after", ())) + ")"
    after = "(?=" + "|".join(row.get("before", ())) + ")"
    if row.get("both"):
        return before + word + after
    return "|".join([word + after] if "before" in row else []) + ("|" + before + word if "after" in row else "")
