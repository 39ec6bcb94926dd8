"""Signs in lines that are no text: invisible characters, entities, tags, emphasis, footnote numbers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from nowall.learn.clean.lines import Sheet

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffd\ud800-\udfff]+"
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6});")
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|em|strong|span|div|font|img|sup|sub|h[1-6]|li|ul|ol|section)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9*])(\*\*|__)(?=[^\s*_])[^*_\n]{1,300}?(?<=\S)(\1)(?![A-Za-z0-9*])")
_FOOTNOTE = re.compile(r"(?<=[^\s\[])\[(?:注|註)?\d{1,3}\](?!\()|[①-⑳](?=[。，；,;.]|$)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\s]{0,1000}\)")
_LINK = re.compile(r"(?<!!)(\[)[^\[\]\n]{1,300}(\]\((?:https?:|/|#|mailto:)[^)\s]{0,1000}(?:\s\"[^\"]{0,300}\")?\))")
_QUESTION_MARKS = re.compile(r"(?<!\?)\?\?+(?=[A-Za-z])|(?<=[A-Za-z])\?\?+(?=[，,。;；]|$)")

Edit = tuple[int, int, str]


def drop_marks(sheet: Sheet) -> None:
    """Make the edits in every line."""
    for place, line in enumerate(sheet.lines):
        text = line.text.text
        for sign, find in _FINDERS:
            if sign is None or sign in text:
                sheet.edit(place, find(sheet.lines[place].text.text), "marks")
    sheet.tidy()


def _invisible(text: str) -> list[Edit]:
    return [(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]


def _entities(text: str) -> list[Edit]:
    found = ((m, _INVISIBLE.sub("", html.unescape(m.group())).replace("\n", " ")) for m in _ENTITY.finditer(text))
    return [(m.start(), m.end(), meant.replace("\xa0", " ")) for m, meant in found if meant != m.group()]


def _pairs(pattern: re.Pattern[str]) -> Callable[[str], list[Edit]]:
    """Edits that drop a pattern's two groups and keep what stands between them."""
    return lambda text: [(*m.span(group), "") for m in pattern.finditer(text) for group in (1, 2)]


def _wholes(pattern: re.Pattern[str]) -> Callable[[str], list[Edit]]:
    return lambda text: [(m.start(), m.end(), "") for m in pattern.finditer(text)]


_FINDERS: tuple[tuple[str | None, Callable[[str], list[Edit]]], ...] = (
    (None, _invisible),
    ("&", _entities),
    ("<", _wholes(_TAG)),
    ("![", _wholes(_IMAGE)),
    ("](", _pairs(_LINK)),
    ("**", _pairs(_EMPHASIS)),
    ("__", _pairs(_EMPHASIS)),
    ("[", _wholes(_FOOTNOTE)),
    ("??", _wholes(_QUESTION_MARKS)),
)
"""What to look for, and a sign without which it need not be looked for."""
