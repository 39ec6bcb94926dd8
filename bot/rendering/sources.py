"""Articles as sources: numbered lines whose titles are links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from telegram.helpers import create_deep_linked_url

from bot.markup import Markup, clip, join, link, text
from bot.rendering.page import ROOM, Reader, one_line
from nowall.answers import Citation, Language
from nowall.texts import say

MOST_SOURCES = 3
"""So many an answer lists by itself; all others stand behind a button."""
_TITLE_UNITS = 160
_NAME_UNITS = 60
_WEB = re.compile(r"https?://[^\s/][^\s]*")


def source_lines(citations: Sequence[Citation], reader: Reader, most: int = MOST_SOURCES) -> Markup:
    """``[1] 《title》 publisher, date``, a line each; the title leads to the article, or to the bot's card of it.

    They take half of a message at most.
    """
    lines = [source_line(number, cited, reader) for number, cited in enumerate(citations[:most], 1)]
    while (joined := join("\n", lines)).length > ROOM // 2:
        lines.pop()
    return joined


def source_line(number: int, citation: Citation, reader: Reader) -> Markup:
    """One of them; a reader who wants short ones gets ``[1] publisher, date``."""
    address = web_address(citation) or card_address(citation, reader.username)
    about = (clip(one_line(citation.publisher), _NAME_UNITS), citation.published or "")
    named = text(f"[{number}]")
    if reader.long_sources or not about[0]:
        title = link(address, text(title_of(citation, reader.language)))
        return join(" ", (named, title, text(_listed(about))))
    return join(" ", (named, link(address, text(_listed(about)))))


def markers(citations: Sequence[Citation], reader: Reader) -> dict[str, Markup]:
    """``[1]`` as a link, by article id: what stands behind a fact where there are several sources."""
    return {
        cited.article: link(web_address(cited) or card_address(cited, reader.username), text(f"[{number}]"))
        for number, cited in enumerate(citations, 1)
    }


def title_of(citation: Citation, language: Language) -> str:
    """The title of an article, as this language writes titles."""
    return say(language, "bot.title", title=clip(one_line(citation.title) or citation.article, _TITLE_UNITS))


def card_link(citation: Citation, reader: Reader) -> Markup:
    """The title of an article, leading to the bot's card of it."""
    return link(card_address(citation, reader.username), text(title_of(citation, reader.language)))


def web_address(citation: Citation) -> str | None:
    """Where the article is to be read, if that is known."""
    url = citation.url or ""
    return url if _WEB.fullmatch(url) else None


def card_address(citation: Citation, username: str) -> str:
    """The bot's own card of the article."""
    return create_deep_linked_url(username, f"a_{citation.key}")


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
