"""An article's title: given, or the line at its head that is one, or made of its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nowall.learn.clean.lines import Line, Sheet
from nowall.learn.clean.phrases import is_prose, squeeze
from nowall.learn.documents import ParagraphKind

_HEAD_LINES = 12
_SHORTEST, _LONGEST = 5, 90
_LONGEST_FALLBACK = 40
_END = re.compile(r"[。！!\n]|[？?](?!.{0,2}[”」])|(?<=[a-z]{2})\.(?=\s|$)")
_EDGE = re.compile(r"[，,；;：:、\s]")
_LIST_LIKE = re.compile(r"[-•·●]\s|\d{1,2}[.、)）]|[一二三四五六七八九十]{1,3}[、.]|[(（]")
_SITE_SUFFIX = re.compile(r"\s*[-_|–—]\s*[^-_|–—]{1,20}$")


def take_title(sheet: Sheet, given: str | None) -> str | None:
    """Drop the head's title line, and return its text or the title that is given."""
    place = _repeated(sheet.lines, given) if given else _found(sheet.lines)
    if place is None:
        return given
    title = given or str(sheet.lines[place])
    if len(sheet.lines) > 1:
        sheet.keep(["metadata" if other == place else None for other in range(len(sheet.lines))])
    return title


def made_title(lines: Sequence[Line], identifier: str) -> str:
    """A title for an article that has none: its first heading, else its first words, else its id."""
    heading = next((str(line) for line in lines if line.kind is ParagraphKind.HEADING), None)
    if heading:
        return heading
    text = next((str(line) for line in lines if line.kind is ParagraphKind.BODY), "") or (
        str(lines[0]) if lines else ""
    )
    end = _END.search(text, 1)
    sentence = text[: end.start()] if end else text
    if len(sentence) <= _LONGEST_FALLBACK:
        return sentence.strip() or identifier
    edges = [m.start() for m in _EDGE.finditer(sentence, 0, _LONGEST_FALLBACK + 1) if m.start() >= 8]
    return sentence[: edges[-1] if edges else _LONGEST_FALLBACK].strip() or identifier


def _repeated(lines: Sequence[Line], title: str) -> int | None:
    """The line that says the title again; pages add their name to it."""
    wanted = {squeeze(title), squeeze(_SITE_SUFFIX.sub("", title))} - {""}
    for place, line in enumerate(lines[:_HEAD_LINES]):
        text = str(line)
        if len(text) <= 2 * _LONGEST and {squeeze(text), squeeze(_SITE_SUFFIX.sub("", text))} & wanted:
            return place
    return None


def _found(lines: Sequence[Line]) -> int | None:
    """The first line before the running text that can be a title, one of several words if there is such."""
    candidates: list[int] = []
    for place, line in enumerate(lines[:_HEAD_LINES]):
        text = str(line)
        if is_prose(text) or line.kind is ParagraphKind.ITEM or text[-1] in "。，,：:；;、":
            break
        if _SHORTEST <= len(text) <= _LONGEST and not _LIST_LIKE.match(text):
            candidates.append(place)
    if not candidates or candidates[0] + 1 == len(lines):
        return None
    return next((place for place in candidates if _is_wordy(str(lines[place]))), candidates[0])


def _is_wordy(text: str) -> bool:
    return text.count(" ") >= 3 or (not text.isascii() and len(text) >= 8)
