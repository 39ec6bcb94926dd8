"""An answer as a message: the answering words first, what supports them, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.markup import Markup, bold, clip, italic, join, text, utf16_length
from bot.rendering.keyboards import answer_buttons, suggestion_buttons
from bot.rendering.page import ROOM, Page, Reader, fitting
from bot.rendering.sources import MOST_SOURCES, address_of, markers, source_lines, web_address
from nowall.answers import Answer, AnswerFact, Citation, Language, Status
from nowall.texts import say

_MOST_NOTES = 3
_NOTE_UNITS = 300
_BETWEEN = frozenset({"", "；", ";", "、", "，", ",", "。", ".", "和", "and", "; and", ", and", "；和", "以及"})
"""What may stand between two items that are shown a line each."""
_LEAD_SHARE = 0.6
"""Up to this share of a fact, its answering words stand before it; beyond, they are set in bold within it."""


def answer_page(answer: Answer, reader: Reader, *, all_sources: bool = False) -> Page:
    """An answer with its sources and buttons; a refusal or smalltalk is its text, perhaps with topics to press."""
    if answer.status in {Status.UNKNOWN, Status.SMALLTALK} or not answer.facts:
        return Page(text(clip(answer.text, ROOM)), suggestion_buttons(answer.suggestions))
    blocks = [_differ(answer), *fact_blocks(answer, reader)]
    most = len(answer.citations) if all_sources else MOST_SOURCES
    tail = join("\n\n", (_notes(answer), source_lines(answer.citations, reader, most, answer.facts)))
    preview = _preview(answer, reader) if reader.previews else None
    more = len(answer.citations) > most
    keyboard = answer_buttons(answer, reader.language, more_sources=more, pictures=reader.pictures)
    return Page(fitting(blocks, tail), keyboard, preview)


def _preview(answer: Answer, reader: Reader) -> str | None:
    """The address whose preview is shown: of an article where one is known, else of our page, else none."""
    of_article = next(filter(None, map(web_address, answer.citations)), None)
    return of_article or (address_of(answer.citations[0], reader, answer.facts[0].key) if reader.site else None)


def fact_blocks(answer: Answer, reader: Reader) -> list[Markup]:
    """The facts of an answer: a single one behind its answering words, several as a list that says whose each is."""
    if len(answer.facts) == 1:
        return [_single(answer)]
    numbers = markers(answer.citations, answer.facts, reader) if len(answer.citations) > 1 else {}
    conflicting = answer.status is Status.CONFLICTING
    lines = [_listed(fact, numbers, reader, sided=conflicting) for fact in answer.facts]
    return lines if conflicting else [join("\n", lines)]


def told(fact: AnswerFact, short: str | None = None) -> Markup:
    """A fact's text, with its answering words in bold where it has some; a list that ends it, item by item."""
    if lines := _itemised(fact):
        return join("\n", map(text, lines))
    words = next((w for w in (short, fact.short) if w and w.strip() and w in fact.text), None)
    if words is None or words == fact.text.strip():
        return text(fact.text)
    before, _, after = fact.text.partition(words)
    return text(before) + bold(text(words)) + text(after)


def attribution(fact: AnswerFact, citations: Iterable[Citation] = ()) -> Markup:
    """Who says it, where and when: what of this neither the text says itself nor the line of its source, if given."""
    who = fact.speaker or fact.claimant
    parts = [part for part in (who, fact.occasion) if part and part not in fact.text]
    dates = {cited.published for cited in citations if cited.article == fact.article}
    if fact.when and fact.when[:4] not in fact.text and fact.when not in dates:
        parts.append(fact.when)
    return italic(text(f"— {' · '.join(parts)}")) if parts else Markup()


def _itemised(fact: AnswerFact) -> list[str]:
    """``["Three things:", "• one", …]`` where the items are what stands behind a colon; else nothing."""
    head, rest = "", fact.text
    lines: list[str] = []
    for item in filter(None, fact.items):
        before, found, rest = rest.partition(item)
        if not found or (lines and before.strip() not in _BETWEEN):
            return []
        head = head or before.strip()
        lines.append(f"• {item}")
    listed = len(lines) > 1 and head.endswith((":", "：")) and rest.strip() in _BETWEEN
    return [head, *lines] if listed else []


def _single(answer: Answer) -> Markup:
    fact, short = answer.facts[0], answer.short
    leads = bool(short and short.strip()) and utf16_length(short or "") <= _LEAD_SHARE * utf16_length(fact.text)
    lead = bold(text(short or "")) if leads else Markup()
    support = text(fact.text) if leads else told(fact, short)
    translated = text(fact.translation) if fact.translation and fact.translation not in fact.text else Markup()
    source = attribution(fact, () if fact.quote else answer.citations)
    return join("\n", (lead, support, translated, source))


def _listed(fact: AnswerFact, numbers: Mapping[str, Markup], reader: Reader, *, sided: bool) -> Markup:
    """One line; in a disagreement it begins with the side, and ends with claimant and date."""
    label = fact.side_label if sided and fact.side_label and fact.side_label not in fact.text else None
    head = bold(text(say(reader.language, "bot.side", side=label))) if label else Markup()
    source = attribution(fact) if sided else Markup()
    gap = " " if head.plain and reader.language is Language.EN else ""
    stated = head + text(gap) + told(fact)
    return join(" ", (text("•"), stated, source, numbers.get(fact.key, Markup())))


def _differ(answer: Answer) -> Markup:
    if answer.status is not Status.CONFLICTING:
        return Markup()
    return text(say(answer.language, "bot.sources_differ"))


def _notes(answer: Answer) -> Markup:
    notes = list(dict.fromkeys(clip(fact.note, _NOTE_UNITS) for fact in answer.facts if fact.note))
    return join("\n", (italic(text(say(answer.language, "bot.note", note=note))) for note in notes[:_MOST_NOTES]))
