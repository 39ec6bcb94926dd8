"""What went wrong, as a message to the bot's owners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.markup import Markup, code, join, text
from bot.rendering.page import Page
from nowall.answers import Language
from nowall.texts import say

_MOST_LISTED = 10
_KNOWN = {
    "poll.conflict": "owners.alert_conflict",
    "inbox.unusable": "owners.alert_database",
    "lane.abandoned": "owners.alert_chat",
    "update.failed": "owners.alert_message",
    "corpus.refresh_failed": "owners.alert_corpus",
    "housekeeping.failed": "owners.alert_clearing",
    "learning.not_told": "owners.alert_learning",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """How often something went wrong, and at which update last: the log says more of that one."""

    times: int = 0
    update: int | None = None


def alert_page(troubles: Mapping[str, Trouble], language: Language) -> Page:
    """The events by name, those that happened most first: in words where there are some, and as the log calls them."""
    often = sorted(troubles.items(), key=lambda one: one[1].times, reverse=True)
    lines = [_line(name, trouble, language) for name, trouble in often[:_MOST_LISTED]]
    if len(often) > _MOST_LISTED:
        lines.append(text(say(language, "owners.alert_more", kinds=len(often) - _MOST_LISTED)))
    return Page(join("\n\n", (text(say(language, "owners.alert_head")), join("\n", lines))))


def _line(name: str, trouble: Trouble, language: Language) -> Markup:
    what = say(language, _KNOWN[name]) if name in _KNOWN else say(language, "owners.alert_other")
    line = say(language, "owners.alert_line", what=what, times=trouble.times)
    if trouble.update is not None:
        line = say(language, "owners.alert_update", line=line, update=trouble.update)
    return join(" ", (text(f"• {line}"), code(text(name))))
