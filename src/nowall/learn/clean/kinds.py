"""What each paragraph is: heading, entry of a list, teaser, caption, or body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nowall.learn.clean.lines import Line, Sheet
from nowall.learn.clean.phrases import alternatives, squeeze
from nowall.learn.documents import ParagraphKind
from nowall.lexicon import lexicon

_LONGEST_HEADING = 40
_LONGEST_CAPTION = 80
_TEASER_LINES = 8
_BULLET = re.compile(
    r"(?:[•·●○◆◇■□▪▫►➤▶◦‣※✓✔☑✅⭐★☆]|[-–*+](?=\s)|[\U0001f300-\U0001faff\u2600-\u27bf])[\s\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]*"
)
_HASHES = re.compile(r"#{1,6}\s+")
_LABELLED = re.compile(
    r"[A-Z]{1,2}\d{1,2}\s?[:：]|[(（]?\d{1,2}[)）]|\d{1,2}[.、．]\s?(?!\d)|[①-⑳]|[(（][一二三四五六七八九十]{1,3}[)）]"
)
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十\d]{1,3}[章节部分]|[Pp][Aa][Rr][Tt]\s?\.?\d|0\d[.、．\s丨|]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．]\s?(?!\d)"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九]{1,2}(?:个|点)?[，,：:、]|其[一二三四五六七八九][，,：:]")
_FINAL = re.compile(r"[。！，；：、….!,;:]$|[。！？，.!?,…][”」』\"]$|^[“「『\"]")
_HAS_WORD = re.compile(r"[^\W\d_]")


def tell_kinds(sheet: Sheet) -> None:
    """Give every line its kind; bullets and hash marks before a line are dropped."""
    for place in range(len(sheet.lines)):
        _strip_bullet(sheet, place)
    sheet.tidy()
    _mark_teaser(sheet)
    lines = sheet.lines
    ordinals = sum(bool(_ORDINAL.match(str(line))) for line in lines) > 1
    kinds = [line.kind or _kind(lines, place, ordinals) for place, line in enumerate(lines)]
    sheet.lines = [replace(line, kind=kind) for line, kind in zip(lines, kinds, strict=True)]


def _strip_bullet(sheet: Sheet, place: int) -> None:
    line = sheet.lines[place]
    for pattern, kind in ((_BULLET, ParagraphKind.ITEM), (_HASHES, ParagraphKind.HEADING)):
        mark = pattern.match(line.text.text)
        if mark and _HAS_WORD.search(line.text.text, mark.end()):
            sheet.edit(place, [(0, mark.end(), "")], "marks")
            sheet.lines[place] = replace(sheet.lines[place], kind=line.kind or kind)
            return


def _mark_teaser(sheet: Sheet) -> None:
    """A teaser: a label near the head, and what stands in its line, or one paragraph and the bullets after it."""
    for place, line in enumerate(sheet.lines[:_TEASER_LINES]):
        label = _teaser_label().match(squeeze(str(line)[:40]))
        if not label:
            continue
        if label.end() < len(squeeze(str(line)[:40])):
            sheet.lines[place] = replace(line, kind=ParagraphKind.SUMMARY)
            return
        if place + 1 == len(sheet.lines):
            return
        last = place + 1
        while last + 1 < len(sheet.lines) and sheet.lines[last + 1].kind is ParagraphKind.ITEM:
            last += 1
        for teaser in range(place + 1, last + 1):
            sheet.lines[teaser] = replace(sheet.lines[teaser], kind=ParagraphKind.SUMMARY)
        sheet.keep(["site" if other == place else None for other in range(len(sheet.lines))])
        return


def _kind(lines: Sequence[Line], place: int, ordinals: bool) -> ParagraphKind:
    text = str(lines[place])
    if len(text) <= _LONGEST_CAPTION and _caption().search(squeeze(text)):
        return ParagraphKind.CAPTION
    if _is_heading(lines, place):
        return ParagraphKind.HEADING
    if _LABELLED.match(text) or (ordinals and _ORDINAL.match(text)):
        return ParagraphKind.ITEM
    return ParagraphKind.BODY


def _is_heading(lines: Sequence[Line], place: int) -> bool:
    """Short, without a sentence's end, before something longer; not what the line before it announces."""
    text = str(lines[place])
    if len(text) > _LONGEST_HEADING * (2 if text.isascii() else 1) or _FINAL.search(text) or not _HAS_WORD.search(text):
        return False
    if place + 1 == len(lines) or (place and str(lines[place - 1])[-1] in "：:"):
        return False
    following = str(lines[place + 1])
    if _SECTION.match(text):
        return not _SECTION.match(following) and lines[place + 1].kind is not ParagraphKind.HEADING
    return not _LABELLED.match(text) and (len(following) > len(text) or bool(_SECTION.match(following)))


@cache
def _teaser_label() -> re.Pattern[str]:
    words = alternatives(lexicon("bylines")["summaries"])
    return re.compile(rf"[\[(]?(?:{words})(?:[\])]?:|[\])]?\|?$)")


@cache
def _caption() -> re.Pattern[str]:
    words = alternatives(lexicon("bylines")["captions"])
    return re.compile(rf"[(]?(?:{words})(?:[:/])?[^.]{{0,30}}[)]?$|^[▲△▼↑↓]|[\u4e00-\u9fff]{{2,4}}摄[)]?$")
