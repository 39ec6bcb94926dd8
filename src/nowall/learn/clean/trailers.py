"""Boilerplate that is glued to the end of an article's last paragraph, and labels glued to its beginning."""

from __future__ import annotations

import re
from functools import cache

from nowall.learn.clean.boilerplate import notice
from nowall.learn.clean.bylines import Byline, byline
from nowall.learn.clean.lines import Sheet
from nowall.learn.clean.phrases import squeeze
from nowall.lexicon import lexicon

_REACH = 600
"""How far from the end trailers are looked for."""
_PIECE_END = re.compile(r"[。！？!?][”」』）)】]?|\s{2,}|[】）)]\s")
_LETTER = re.compile(r"[^\W\d_]")
_ORIGINAL_TITLE = re.compile(r"(?:原标题|原標題|原题)[:：]\s{0,3}")


def cut_trailers(sheet: Sheet) -> list[Byline]:
    """Cut the pieces off the last two lines that speak of the page or of the article; give what they say of it."""
    said: list[Byline] = []
    for place in range(len(sheet.lines) - 1, max(len(sheet.lines) - 3, -1), -1):
        said += _cut_end(sheet, place)
    if sheet.lines and (label := _ORIGINAL_TITLE.match(str(sheet.lines[0]))) and len(str(sheet.lines[0])) > 80:
        sheet.edit(0, [(0, label.end(), "")], "metadata")
    sheet.tidy()
    return said


def _cut_end(sheet: Sheet, place: int) -> list[Byline]:
    text = sheet.lines[place].text.text
    cuts = _cut_points(text)
    said: list[Byline] = []
    end = len(text)
    edits: list[tuple[int, int, str]] = []
    steps: list[str] = []
    for start in reversed(cuts):
        piece = text[start:end].strip()
        step, line = _judged(piece)
        if piece and step is None:
            break
        if line:
            said.append(line)
        if piece:
            edits.append((start, end, ""))
            steps.append(step or "site")
        end = start
    for edit, step in zip(edits, steps, strict=True):  # from the end, so that earlier offsets stay
        sheet.edit(place, [edit], step)
    return said


def _judged(piece: str) -> tuple[str | None, Byline | None]:
    bare = piece.strip("()（）[]【】 \t。")
    line = byline(bare)
    if line is not None and not bare[:2].isdigit():
        return "metadata", line
    if squeeze(piece[:40]) in _ends() or not piece.strip("()（）[]【】 \t"):
        return "site", None
    return (notice(piece) or notice(bare), None) if _LETTER.search(piece) else (None, None)


def _cut_points(text: str) -> list[int]:
    """Where pieces of the text's end begin: after sentences, and where boilerplate is known to begin."""
    first = max(len(text) - _REACH, 0)
    points = {m.end() for m in _PIECE_END.finditer(text, first) if m.end() < len(text)}
    points |= {m.start() for m in _glued().finditer(text, first)}
    return sorted(points - {0}) if first else sorted({0, *points})


@cache
def _ends() -> frozenset[str]:
    return frozenset(map(squeeze, lexicon("boilerplate")["trailers"]["ends"]))


@cache
def _glued() -> re.Pattern[str]:
    words = sorted(lexicon("boilerplate")["trailers"]["glued"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
