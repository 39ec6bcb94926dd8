"""Numbers for owners, as a message that a phone can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import nowall
from bot.markup import bold, join, pre, text
from bot.rendering.page import Page
from nowall.answers import CorpusSize, Language, Status
from nowall.texts import say

VOTES = ("up", "down")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is told."""

    corpus: CorpusSize
    private: int
    """Private chats that the bot is in."""
    groups: int
    spans: Sequence[Mapping[str, int]]
    """What was counted (`bot.state.tallies`) today, and in two longer spans that begin earlier."""
    uptime: float
    """Seconds."""
    semantic: bool


def stats_page(numbers: Numbers, language: Language) -> Page:
    """How much there is, who asks, what became of the questions, and how the bot runs."""
    size, chats = numbers.corpus, {"private": numbers.private, "groups": numbers.groups}
    minutes, hours = int(numbers.uptime // 60) % 60, int(numbers.uptime // 3600) % 24
    running = {"days": int(numbers.uptime // 86_400), "hours": hours, "minutes": minutes}
    corpus = {"articles": size.articles, "facts": size.facts, "quotes": size.quotes, "entities": size.entities}
    head = (say(language, "owners.stats_corpus", **corpus), say(language, "owners.stats_chats", **chats))
    foot = (
        say(language, "owners.stats_semantic_on" if numbers.semantic else "owners.stats_semantic_off"),
        say(language, "owners.stats_uptime", **running),
        say(language, "owners.stats_version", version=nowall.__version__),
    )
    counted = join("\n", (bold(text(say(language, "owners.stats_days"))), pre(text(_table(numbers.spans, language)))))
    return Page(join("\n\n", (text("\n".join(head)), counted, text("\n".join(foot)))))


def _table(spans: Sequence[Mapping[str, int]], language: Language) -> str:
    """Numbers before words: only digits have the same width in every font."""
    names = {f"answer.{status}": f"owners.stats_{status}" for status in Status}
    names |= {f"vote.{vote}": f"owners.stats_{vote}" for vote in VOTES}
    rows = [([str(max(0, span.get(what, 0))) for span in spans], say(language, key)) for what, key in names.items()]
    widths = [max(len(cells[column]) for cells, _ in rows) for column in range(len(spans))]
    return "\n".join(
        "  ".join([*(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)), words])
        for cells, words in rows
    )
