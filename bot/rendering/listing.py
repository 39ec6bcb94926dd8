"""A page of a longer list of facts: each with its number, who says it, when, and its source."""

from __future__ import annotations

from collections.abc import Sequence

from bot.markup import Markup, bold, clip, join, text
from bot.rendering.answers import attribution, told
from bot.rendering.keyboards import Row, keyboard
from bot.rendering.page import Page, Reader, fitting
from bot.rendering.sources import markers, source_lines
from nowall.answers import FactPage, Language
from nowall.texts import say

_FACT_UNITS = 700


def headline(words: str, shown: FactPage | None = None, reader: Reader | None = None) -> Markup:
    """The words in bold, and which part of a longer list follows."""
    head = bold(text(words))
    if shown is None or reader is None or len(shown.facts) >= shown.total:
        return head
    part = {"first": shown.start + 1, "last": shown.start + len(shown.facts), "total": shown.total}
    gap = " " if reader.language is Language.EN else ""
    return head + text(gap + say(reader.language, "bot.part", **part))


def listing_page(head: Markup, shown: FactPage, reader: Reader, rows: Sequence[Row] = (), *, here: str = "") -> Page:
    """The facts under a headline, then their sources; ``here`` is the key of the fact that the others stand around."""
    numbers = markers(shown.citations, shown.facts, reader)
    several = len(shown.citations) > 1
    blocks = [head]
    for fact in shown.facts:
        marker = numbers.get(fact.key, Markup()) if several else Markup()
        words = told(fact) if len(fact.text) <= _FACT_UNITS else text(clip(fact.text, _FACT_UNITS))
        sign = text("▸" if fact.key == here else "•")
        blocks.append(join(" ", (sign, words, attribution(fact, shown.citations), marker)))
    tail = source_lines(shown.citations, reader, len(shown.citations), shown.facts)
    return Page(fitting(blocks, tail), keyboard(rows))
