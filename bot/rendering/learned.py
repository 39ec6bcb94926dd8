"""What came of learning, as a message: the articles with links to their cards, and why others failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from telegram.constants import MessageLimit

from bot.markup import Markup, clip, code, join, text
from bot.rendering.page import Page, Reader, notice
from bot.rendering.sources import card_link
from nowall.answers import ArticleCard, Language
from nowall.outcomes import Fate, Outcome
from nowall.texts import say

MOST_LISTED = 10
_ORIGIN_UNITS = 120
_REASON_UNITS = 300
_TOLD = {
    Fate.ADDED: "learned_added",
    Fate.CHANGED: "learned_changed",
    Fate.FAILED: "learned_failed",
    Fate.COPY: "learned_copy",
    Fate.CURATED: "learned_curated",
    Fate.UNCHANGED: "learned_unchanged",
}
"""In the order in which they are listed."""
_COUNTED = {
    Fate.CHANGED: "add_changed",
    Fate.UNCHANGED: "add_unchanged",
    Fate.COPY: "add_copy",
    Fate.CURATED: "add_curated",
    Fate.FAILED: "add_failed",
}


def learned_page(
    outcomes: Sequence[Outcome],
    cards: Mapping[str, ArticleCard],
    reader: Reader,
    *,
    stopped: bool = False,
    album: bool = False,
) -> Page:
    """One line for each article, after a summary where there are several; ``cards`` by article id.

    ``stopped``: not all was read; ``album``: the document was one of several that were sent together.
    """
    language = reader.language
    if not outcomes and not stopped:
        return notice(language, "add_nothing")
    order = list(_TOLD)
    listed = sorted(outcomes, key=lambda outcome: order.index(outcome.fate))[:MOST_LISTED]
    lines = [_line(outcome, cards.get(outcome.article or ""), reader) for outcome in listed]
    head = _summary(outcomes, language) if len(outcomes) != 1 else Markup()
    hints = [text(say(language, "bot.add_stopped"))] if stopped else []
    hints += [text(say(language, "bot.add_album"))] if album else []
    while True:
        page = join("\n\n", (head, join("\n", lines), *hints))
        if page.length <= MessageLimit.MAX_TEXT_LENGTH:
            return Page(page)
        lines.pop()


def _summary(outcomes: Sequence[Outcome], language: Language) -> Markup:
    fates = Counter(outcome.fate for outcome in outcomes)
    facts = sum(outcome.facts for outcome in outcomes)
    lines = [say(language, "terminal.add_done", articles=fates[Fate.ADDED] + fates[Fate.CHANGED], facts=facts)]
    lines += [say(language, f"terminal.{key}", articles=fates[fate]) for fate, key in _COUNTED.items() if fates[fate]]
    return text("\n".join(lines))


def _line(outcome: Outcome, card: ArticleCard | None, reader: Reader) -> Markup:
    language = reader.language
    key = _TOLD[outcome.fate]
    if outcome.fate is Fate.FAILED:
        origin, reason = clip(outcome.origin, _ORIGIN_UNITS), clip(outcome.message, _REASON_UNITS)
        return text(say(language, f"bot.{key}", origin=origin, reason=reason))
    told = text(say(language, f"bot.{key}", facts=outcome.facts))
    shown = card_link(card.citation, reader) if card else Markup()
    named = join(" ", (shown, code(text(outcome.article or outcome.origin))))
    return told + text(" " if language is Language.EN else "") + named
