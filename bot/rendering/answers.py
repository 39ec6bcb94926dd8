"""An answer as a message: the answering words first, what supports them, the sources."""

from __future__ import annotations

from collections.abc import Mapping

from bot.markup import Markup, bold, clip, italic, join, text, utf16_length
from bot.rendering.keyboards import answer_buttons, suggestion_buttons
from bot.rendering.page import ROOM, Page, Reader, fitting
from bot.rendering.sources import MOST_SOURCES, markers, source_lines, web_address
from nowall.answers import Answer, AnswerFact, Status
from nowall.texts import say

_MOST_NOTES = 3
_NOTE_UNITS = 300
_LEAD_SHARE = 0.6
"""Up to this share of a fact, its answering words stand before it; beyond, they are set in bold within it."""


def answer_page(answer: Answer, reader: Reader, *, all_sources: bool = False) -> Page:
    """An answer with its sources and buttons; a refusal or smalltalk is its text, perhaps with topics to press."""
    if answer.status in {Status.UNKNOWN, Status.SMALLTALK} or not answer.facts:
        return Page(text(clip(answer.text, ROOM)), suggestion_buttons(answer.suggestions))
    blocks = [_differ(answer), *fact_blocks(answer, reader)]
    most = len(answer.citations) if all_sources else MOST_SOURCES
    tail = join("\n\n", (_notes(answer), source_lines(answer.citations, reader, most)))
    preview = next(filter(None, map(web_address, answer.citations)), None) if reader.previews else None
    keyboard = answer_buttons(answer, reader.language, more_sources=len(answer.citations) > most)
    return Page(fitting(blocks, tail), keyboard, preview)


def fact_blocks(answer: Answer, reader: Reader) -> list[Markup]:
    """The facts of an answer: a single one behind its answering words, several as a list that says whose each is."""
    if len(answer.facts) == 1:
        return [_single(answer.facts[0], answer.short)]
    numbers = markers(answer.citations, reader) if len(answer.citations) > 1 else {}
    conflicting = answer.status is Status.CONFLICTING
    lines = [_listed(fact, numbers, reader, sided=conflicting) for fact in answer.facts]
    return lines if conflicting else [join("\n", lines)]


def told(fact: AnswerFact, short: str | None = None) -> Markup:
    """A fact's text, with its answering words in bold where it has some."""
    words = next((w for w in (short, fact.short) if w and w.strip() and w in fact.text), None)
    if words is None or words == fact.text.strip():
        return text(fact.text)
    before, _, after = fact.text.partition(words)
    return text(before) + bold(text(words)) + text(after)


def attribution(fact: AnswerFact) -> str:
    """Who says it, where and when: what of this the text does not say itself."""
    who = fact.speaker or fact.claimant
    parts = [part for part in (who, fact.occasion) if part and part not in fact.text]
    if fact.when and fact.when[:4] not in fact.text:
        parts.append(fact.when)
    return " · ".join(parts)


def _single(fact: AnswerFact, short: str | None) -> Markup:
    leads = bool(short and short.strip()) and utf16_length(short or "") <= _LEAD_SHARE * utf16_length(fact.text)
    lead = bold(text(short or "")) if leads else Markup()
    support = text(fact.text) if leads else told(fact, short)
    translated = text(fact.translation) if fact.translation and fact.translation not in fact.text else Markup()
    source = attribution(fact)
    return join("\n", (lead, support, translated, italic(text(f"— {source}")) if source else Markup()))


def _listed(fact: AnswerFact, numbers: Mapping[str, Markup], reader: Reader, *, sided: bool) -> Markup:
    """One line; in a disagreement it begins with the side, and ends with claimant and date."""
    label = fact.side_label if sided and fact.side_label and fact.side_label not in fact.text else None
    head = bold(text(say(reader.language, "bot.side", side=label))) if label else Markup()
    source = attribution(fact) if sided else ""
    tail = italic(text(f"— {source}")) if source else Markup()
    return join(" ", (text("•"), head + told(fact), tail, numbers.get(fact.article, Markup())))


def _differ(answer: Answer) -> Markup:
    if answer.status is not Status.CONFLICTING:
        return Markup()
    return text(say(answer.language, "bot.sources_differ"))


def _notes(answer: Answer) -> Markup:
    notes = list(dict.fromkeys(clip(fact.note, _NOTE_UNITS) for fact in answer.facts if fact.note))
    return join("\n", (italic(text(say(answer.language, "bot.note", note=note))) for note in notes[:_MOST_NOTES]))
