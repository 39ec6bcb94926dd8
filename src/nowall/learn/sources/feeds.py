"""Feeds as sources: their entries as documents, with the page behind a link where the feed has a teaser only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nowall.errors import InputError
from nowall.learn.documents import Document
from nowall.learn.sources.addresses import shown
from nowall.learn.sources.feed_entries import Entry, Feed
from nowall.learn.sources.feed_formats import is_feed, parse_feed
from nowall.learn.sources.fetching import Fetcher
from nowall.learn.sources.pages import page_document
from nowall.learn.sources.results import Failure


def read_address(address: str, fetcher: Fetcher) -> Iterator[Document | Failure]:
    """Read what stands at an address: every entry where it is a feed, else the page; nothing stops the rest."""
    try:
        fetched = fetcher.fetch(address)
        text = fetched.text
        if not is_feed(text):
            yield page_document(fetched, shown(address))
            return
        feed = parse_feed(text, fetched.address)
    except InputError as error:
        yield Failure(shown(address), str(error))
        return
    for entry in feed.entries:
        yield read_entry(entry, feed, fetcher)


def read_feed(address: str, fetcher: Fetcher) -> Feed:
    """Read a feed, and nothing that it links to; raises InputError where it cannot be had, or is none."""
    fetched = fetcher.fetch(address)
    return parse_feed(fetched.text, fetched.address)


def read_entry(entry: Entry, feed: Feed, fetcher: Fetcher) -> Document | Failure:
    """The article that an entry stands for; a page is asked for only where the feed does not have all of it."""
    origin = shown(entry.link or feed.address)
    try:
        document = _document(entry, fetcher, origin)
    except InputError as error:
        return Failure(origin, str(error))
    return replace(
        document,
        id=entry.article,
        title=entry.title,
        author=entry.author,
        publisher=entry.publisher or feed.title,
        published=entry.published,
    )


def _document(entry: Entry, fetcher: Fetcher, origin: str) -> Document:
    if entry.link and not entry.is_whole:
        return page_document(fetcher.fetch(entry.link), origin)
    if not entry.text:
        raise InputError("It has neither a text nor a link to one.")
    return Document(entry.article, entry.text, entry.form, origin, url=entry.link)
