"""Feeds as values: what RSS, Atom and JSON Feed have in common."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from urllib.parse import urljoin

from nowall.errors import InputError
from nowall.learn.documents import Form
from nowall.learn.sources.addresses import parse_address
from nowall.learn.sources.dates import iso_date
from nowall.learn.sources.pages import article_id
from nowall.lexicon import lexicon
from nowall.records import stable_key

MOST_ENTRIES = 1_000
"""Of a feed's entries, the first so many are read."""
_TAG = re.compile(r"<(?:[A-Za-z/!][^<>]*|/)>")
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>|&#?\w{2,8};")
_MAILBOX = re.compile(r"\s*\S+@\S+\s*(?:\((?P<name>[^()]*)\))?\s*")
_ROOM = 100
"""Characters of an article id that leave room for a key."""
_LONGEST_TITLE = 1_000
_LONG_CONTENT = 200
"""Characters from which what a feed gives as content is taken for the article."""
_LONG_SUMMARY = 1_000
"""Likewise for a description, which many feeds put whole articles into."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    key: str
    """A short name that stays as long as the feed's own id of the entry does (its link where it has none)."""
    article: str
    """The article id to be: that of the link where no other entry has the same."""
    link: str | None
    """Where the article stands; None where the feed does not say, or not with a web address."""
    text: str
    form: Form
    is_whole: bool
    """Whether the text is the article and no teaser."""
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    """ISO date."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read."""

    address: str
    title: str | None
    entries: tuple[Entry, ...]
    """In the feed's order, which is mostly the newest first."""
    life: float | None = None
    """For how many seconds the feed says that it need not be read again."""


def entry(
    address: str,
    *,
    identifier: str,
    link: Sequence[str],
    content: tuple[str, Form],
    summary: tuple[str, Form],
    title: str,
    author: str,
    publisher: str,
    published: Sequence[str],
) -> Entry:
    """Make an entry of what a feed at an address says of it; empty is what it does not say.

    ``link`` is to be joined to the address, one part after the other.
    """
    target = _web_address(address, link)
    is_content_whole = _is_whole(content[0], _LONG_CONTENT)
    text, form = content if is_content_whole or len(content[0]) >= len(summary[0]) else summary
    key = stable_key(identifier.strip() or target or f"{title}\n{text}")
    return Entry(
        key=key,
        article=article_id(target) if target else f"{_feed_id(address)}-{key}",
        link=target,
        text=text,
        form=form,
        is_whole=is_content_whole or _is_whole(text, _LONG_SUMMARY),
        title=plain(title[:_LONGEST_TITLE]) or None,
        author=_person(author[:_LONGEST_TITLE]) or None,
        publisher=plain(publisher[:_LONGEST_TITLE]) or None,
        published=next(filter(None, map(iso_date, published)), None),
    )


def told_apart(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, each with an article id of its own: some feeds link all of them to one page."""
    first = list({each.key: each for each in reversed(entries)}.values())[::-1]
    often = Counter(each.article for each in first)
    return tuple(
        replace(each, article=f"{each.article[:_ROOM]}-{each.key}") if often[each.article] > 1 else each
        for each in first
    )


def plain(text: str) -> str:
    """A title without markup, in one line."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def form_of(text: str) -> Form:
    """Whether a text that may be either is HTML."""
    return Form.HTML if _MARKUP.search(text) else Form.TEXT


def _is_whole(text: str, long: int) -> bool:
    visible = plain(text[:200_000]) if len(text) >= long else ""
    return len(visible) >= long and not _cut_off().search(visible[-100:])


@cache
def _cut_off() -> re.Pattern[str]:
    more = "|".join(map(re.escape, lexicon("feeds")["more"]))
    return re.compile(
        rf"(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s*$|(?:[\s。.!?！？…»>\[(（【]|^)(?:{more})[\s.…»›>→\])）】]*$", re.IGNORECASE
    )


def _person(text: str) -> str:
    """RSS wants authors as ``mail@host (Name)``; a mailbox alone names nobody."""
    mailbox = _MAILBOX.fullmatch(text)
    return plain((mailbox["name"] or "") if mailbox else text)


def _web_address(address: str, link: Sequence[str]) -> str | None:
    try:
        return str(parse_address(reduce(urljoin, (part.strip() for part in link), address))) if any(link) else None
    except (InputError, ValueError):
        return None


def _feed_id(address: str) -> str:
    try:
        return article_id(address)[:_ROOM]
    except InputError:
        return "feed"
