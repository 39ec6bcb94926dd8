"""Who published an article and when, as far as its source, its markup or its text says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from nowall.language.script import detect
from nowall.learn.clean.boilerplate import notice
from nowall.learn.clean.bylines import Byline, byline, name_of
from nowall.learn.clean.dates import address_date, iso_date
from nowall.learn.clean.lines import Sheet
from nowall.learn.clean.phrases import is_prose
from nowall.learn.documents import Document
from nowall.lexicon import lexicon

_HEAD, _TAIL = 3, 2
"""How many lines into the body a byline may stand, at its begin and its end."""
_ENOUGH = 400
"""Characters that tell a text's language."""
_CHINESE, _LATIN = re.compile("[\u3400-\u9fff]"), re.compile("[A-Za-z]")
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))[\s©]*(?:\(c\)\s*)?(?:(?:19|20)\d\d\s*[-–—~至]?\s*)+(?:by\s)?"
    r"([^\s.,，。|(（]{2,20}(?: (?!All\b)[A-Z]\w+)?)",
    re.IGNORECASE,
)
_WIRE = re.compile(r"[A-Z][A-Za-z .,]{2,40} \(([A-Z][A-Za-z]{1,12})\) ?[—–-]")
_NOT_VIEWS = re.compile(r"不代表\s?([^\s，。,的]{2,12}?)(?:的)?(?:立场|观点|立場|觀點)")


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of an article; all as it is written, dates in ISO form."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    reposts: tuple[str, ...] = ()

    def or_else(self, other: Said) -> Said:
        """What is said here, and where nothing is, by the other."""
        return Said(
            self.title or other.title,
            self.author or other.author,
            self.publisher or other.publisher,
            self.published or other.published,
            self.url or other.url,
            self.reposts or other.reposts,
        )


def given(document: Document) -> Said:
    """What the source of a document says of it."""
    published = document.published and (iso_date(document.published) or document.published)
    return Said(document.title or None, document.author, document.publisher, published or None, document.url)


def take_bylines(sheet: Sheet) -> Said:
    """Read and drop the lines that only speak of the article, at its head and its end."""
    texts = [str(line) for line in sheet.lines]
    found = [byline(text) for text in texts]
    prose = [p for p, text in enumerate(texts) if found[p] is None and is_prose(text) and notice(text) is None]
    first, last = (prose[0], prose[-1]) if prose else (len(texts), 0)
    near = [line if p <= first + _HEAD or p >= last - _TAIL else None for p, line in enumerate(found)]
    site = _site(texts)
    opening = texts[first] if prose else ""
    sheet.keep(["metadata" if line else None for line in near])
    return said_of([line for line in near if line], site, opening)


def with_defaults(said: Said) -> Said:
    """What an address still says: host and date."""
    if not said.url:
        return said
    try:
        host = urlsplit(said.url).hostname or ""
    except ValueError:
        host = ""
    return replace(
        said,
        publisher=said.publisher or host.removeprefix("www.") or None,
        published=said.published or address_date(said.url),
    )


def language_of(text: str) -> str:
    """The language of a text by its letters: English where Chinese characters are few among Latin words."""
    head = text[:_ENOUGH]
    return str(detect("" if len(_CHINESE.findall(head)) * 8 < len(_LATIN.findall(head)) else head))


def said_of(lines: Sequence[Byline], site: str | None = None, opening: str = "") -> Said:
    """What bylines say together; ``site`` carries the article, and publishes it where nobody else is named."""

    def first(*names: str) -> str | None:
        return next((value for name in names for line in lines if (value := line.get(name))), None)

    publisher = first("repost", "publisher") or _dateline(opening)
    reposts = [site] if site and publisher and not _same(site, publisher) else []
    return Said(
        title=first("title"),
        author=first("author", "editor", "translator"),
        publisher=publisher or site,
        published=first("published"),
        url=first("url"),
        reposts=tuple(reposts),
    )


def _same(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


def _site(texts: Sequence[str]) -> str | None:
    """The site that carries the article, as its copyright line or disclaimer names it."""
    for text in texts:
        if len(text) <= 300 and notice(text):
            named = _NOT_VIEWS.search(text) or _COPYRIGHT.search(text)
            if named and (name := name_of(named[1])):
                return name
    return None


def _dateline(opening: str) -> str | None:
    match = _agency_line().match(opening[:60]) or _WIRE.match(opening)
    return name_of(match[1]) if match else None


@cache
def _agency_line() -> re.Pattern[str]:
    agencies = "|".join(map(re.escape, lexicon("bylines")["agencies"]))
    day = r"(?:\d{4}\s?年)?\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    return re.compile(
        rf"[(（【\[]?(?![据據])([\w·]{{1,10}}(?:{agencies}))[\u4e00-\u9fff]{{0,8}}\s?{day}\s?(?:电|電|讯|訊|消息|报道|報道)"
    )
