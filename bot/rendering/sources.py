"""Articles as sources: numbered lines whose titles are links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from telegram.helpers import create_deep_linked_url

from bot.markup import Markup, clip, join, link, text
from bot.rendering.page import ROOM, Reader, one_line
from nowall.answers import AnswerFact, Citation, Language
from nowall.texts import say

MOST_SOURCES = 3
"""So many an answer lists by itself; all others stand behind a button."""
_TITLE_UNITS = 160
_NAME_UNITS = 60
_WEB = re.compile(r"https?://[^\s/][^\s]*")


def source_lines(
    citations: Sequence[Citation], reader: Reader, most: int = MOST_SOURCES, facts: Iterable[AnswerFact] = ()
) -> Markup:
    """``[1] 《title》 publisher, date``, a line each; the title leads to the article, or to what we have of it.

    There it leads to the first of ``facts`` that comes from it. The lines take half of a message at most.
    """
    first = _first_keys(facts)
    lines = [
        source_line(number, cited, reader, first.get(cited.article, ""))
        for number, cited in enumerate(citations[:most], 1)
    ]
    while (joined := join("\n", lines)).length > ROOM // 2:
        lines.pop()
    return joined


def source_line(number: int, citation: Citation, reader: Reader, fact: str = "") -> Markup:
    """One of them; a reader who wants short ones gets ``[1] publisher, date``."""
    address = address_of(citation, reader, fact)
    about = (clip(one_line(citation.publisher), _NAME_UNITS), citation.published or "")
    named = text(f"[{number}]")
    if reader.long_sources or not about[0]:
        title = link(address, text(title_of(citation, reader.language)))
        return join(" ", (named, title, text(_listed(about))))
    return join(" ", (named, link(address, text(_listed(about)))))


def markers(citations: Sequence[Citation], facts: Iterable[AnswerFact], reader: Reader) -> dict[str, Markup]:
    """``[1]`` as a link, by fact key: what stands behind a fact where there are several sources."""
    numbers = {cited.article: (number, cited) for number, cited in enumerate(citations, 1)}
    cited_facts = ((fact, *numbers[fact.article]) for fact in facts if fact.article in numbers)
    return {
        fact.key: link(address_of(cited, reader, fact.key), text(f"[{number}]")) for fact, number, cited in cited_facts
    }


def title_of(citation: Citation, language: Language) -> str:
    """The title of an article, as this language writes titles."""
    return say(language, "bot.title", title=clip(one_line(citation.title) or citation.article, _TITLE_UNITS))


def card_link(citation: Citation, reader: Reader) -> Markup:
    """The title of an article, leading to what we have of it."""
    return link(own_address(citation, reader), text(title_of(citation, reader.language)))


def address_of(citation: Citation, reader: Reader, fact: str = "") -> str:
    """Where a source leads: to the article where that is known, else to what we have of it."""
    return web_address(citation) or own_address(citation, reader, fact)


def own_address(citation: Citation, reader: Reader, fact: str = "") -> str:
    """Our page of an article, at the fact with this key, where the world can see it; else the bot's card."""
    if reader.site is None:
        return create_deep_linked_url(reader.username, f"a_{citation.key}")
    if fact:
        return reader.site.fact(citation.key, fact, reader.language)
    return reader.site.article(citation.key, reader.language)


def web_address(citation: Citation) -> str | None:
    """Where the article is to be read, if that is known."""
    url = citation.url or ""
    return url if _WEB.fullmatch(url) else None


def _first_keys(facts: Iterable[AnswerFact]) -> dict[str, str]:
    """The key of the first fact of each article."""
    keys: dict[str, str] = {}
    for fact in facts:
        keys.setdefault(fact.article, fact.key)
    return keys


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
