"""Text in a wrong encoding: put right where that is sure, and its clause dropped where it cannot be."""

from __future__ import annotations

import re

from ftfy import fix_encoding
from ftfy.badness import is_bad

from nowall.learn.clean.lines import Sheet

_MISREAD = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]{2,}"
)
"""What UTF-8 looks like, read as a Western code page."""
_MEANT = re.compile("[\u00c0-\u017f\u2010-\u203a\u20ac\u2122\u3000-\u303f\u3400-\u9fff\uff00-\uffef\xa0 ]+")
"""What such a run may have been: accented letters, punctuation, Chinese."""
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_WRECK = re.compile(
    rf"[?\ufffd][a-zü]{{0,5}}[{_TONES}][a-zü]{{0,5}}[)）]|(?:锟斤拷)+|烫烫烫+|屯屯屯+|(?:[ÃÂ][\u0080-\u00bf]){{2,}}"
)
_CLAUSE_ENDS = '，。；：！？,;:!、“”"「」'
_EDGES = re.compile(f"[{_CLAUSE_ENDS}]|\\?(?![a-z]{{0,5}}[{_TONES}])")


def mend_encoding(sheet: Sheet) -> None:
    """Mend or drop in every line what is in a wrong encoding."""
    for place, line in enumerate(sheet.lines):
        text = line.text.text
        if text.isascii():
            continue
        mends = [(m.start(), m.end(), fixed) for m in _MISREAD.finditer(text) if (fixed := _fixed(m.group()))]
        sheet.edit(place, mends, "encoding")
        sheet.edit(place, _wrecks(sheet.lines[place].text.text), "encoding")
    sheet.tidy()


def _fixed(run: str) -> str | None:
    fixed = fix_encoding(run)
    return fixed if len(fixed) * 2 <= len(run) and _MEANT.fullmatch(fixed) and not is_bad(fixed) else None


def _wrecks(text: str) -> list[tuple[int, int, str]]:
    """The clauses that wreckage stands in, each with the mark after it; none twice."""
    edits: list[tuple[int, int, str]] = []
    for wreck in _WRECK.finditer(text):
        done = edits[-1][1] if edits else 0
        if wreck.start() < done:
            continue
        start = max((m.end() for m in _EDGES.finditer(text, done, wreck.start())), default=done)
        edge = _EDGES.search(text, wreck.end())
        end = len(text) if edge is None else edge.start() + (edge.group() in "，,；;、：:")
        edits.append((start, end, ""))
    return edits
